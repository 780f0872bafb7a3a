import { GOOD_PASSWORD, type Person } from "@gatehouse/auth/testing";
import { newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import type { House } from "./house.ts";
import type { Procedure } from "./procedures.ts";

/** Where a call is tried: in which organization, and as whom. */
export interface Scene {
  readonly house: House;
  readonly organizationId: string;
  /** Whose own things the input names, also where nobody is signed in. */
  readonly person: Person;
}

/** Writes a document past the API. @returns its id */
export async function plantDocument(
  { world }: House,
  organizationId: string,
  { title = "A title", body = "A body" }: { title?: string; body?: string } = {},
): Promise<string> {
  const id = newId("doc");
  await world.database.admin`
    insert into app.documents (id, organization_id, title, body, created_at, updated_at)
    values (${id}, ${organizationId}, ${title}, ${body}, now(), now())`;
  return id;
}

async function plantSession({ world, startSession }: House, person: Person): Promise<string> {
  await startSession(person);
  const [row] = await world.database.admin<{ id: string }[]>`
    select id from auth.sessions where user_id = ${person.userId} order by id desc limit 1`;
  return row?.id ?? "";
}

export const newEmail = (): string => `${newId("usr").toLowerCase()}@example.test`;

/** Asks for an account and reads the link's token from the mail. */
export async function signUpToken({ call, world }: House, email = newEmail()): Promise<string> {
  await call("auth.signUp", { email, password: GOOD_PASSWORD, name: "Nora New" });
  return (await world.mailTo(email)).token ?? "";
}

/** A link of a purpose, as if it had come by mail: of somebody else than the caller, whom it must not throw out. */
async function plantLink({ world }: House, purpose: string, detail: object = {}): Promise<string> {
  const { userId } = await world.signUp();
  const token = newToken(purpose);
  await world.database.admin`
    insert into auth.links (digest, purpose, user_id, detail, created_at, expires_at)
    values (${digestOf(token)}, ${purpose}, ${userId}, ${world.database.admin.json({ ...detail })}, now(), now() + interval '1 hour')`;
  return token;
}

/** The same for factors that an organization asked to remove. */
async function plantFactorReset({ house, organizationId }: Scene): Promise<string> {
  const { admin } = house.world.database;
  const token = await plantLink(house, "cancel-factor-reset");
  await admin`
    insert into auth.factor_resets (user_id, asked_in, asked_by, asked_at, due_at)
    select user_id, ${organizationId}, 'usr_admin', now(), now() + interval '1 day' from auth.links where digest = ${digestOf(token)}`;
  return token;
}

/** A member of the organization who may be removed. */
async function plantMember({ world }: House, organizationId: string): Promise<string> {
  const { userId } = await world.signUp();
  await world.database.admin`
    insert into auth.memberships (organization_id, user_id, role, created_at)
    values (${organizationId}, ${userId}, 'viewer', now())`;
  return userId;
}

/** What each link opens; where a procedure is not named, it is the one of a sign-up. */
const LINKS: Readonly<Record<string, (scene: Scene) => Promise<string>>> = {
  "account.confirmEmailChange": ({ house }) =>
    plantLink(house, "confirm-email", { changeId: newId("chg"), email: newEmail() }),
  "account.cancelEmailChange": ({ house }) =>
    plantLink(house, "cancel-email", { changeId: newId("chg"), email: newEmail() }),
  "account.cancelFactorReset": plantFactorReset,
  "auth.reportNotMe": ({ house }) => plantLink(house, "not-me"),
  "auth.resetPassword": ({ house }) => plantLink(house, "reset"),
};

/**
 * What an input holds under each key: something that is valid, and there. A key means the same in every procedure, so that
 * a new procedure is covered as soon as its keys are.
 */
const VALUES: Readonly<Record<string, (scene: Scene, path: string) => unknown>> = {
  organizationId: ({ organizationId }) => organizationId,
  documentId: ({ house, organizationId }) => plantDocument(house, organizationId),
  sessionId: ({ house, person }) => plantSession(house, person),
  title: () => "A title",
  body: () => "A body",
  name: () => "A name",
  email: ({ person }, path) => (path === "auth.signIn" ? person.email : newEmail()),
  password: () => GOOD_PASSWORD,
  proofOfWork: () => undefined,
  currentPassword: () => GOOD_PASSWORD,
  newPassword: () => GOOD_PASSWORD,
  confirm: ({ person }) => person.email,
  locale: () => "de",
  userId: ({ house, organizationId }) => plantMember(house, organizationId),
  token: (scene, path) => (LINKS[path] ?? (({ house }: Scene) => signUpToken(house)))(scene),
  permissions: () => ["document:read"],
  cursor: () => null,
  limit: () => 10,
};

/**
 * A complete and valid input of a procedure, with things of its own that the call may change or delete.
 *
 * @throws Error for a key without a fixture
 */
export async function validInput({ path, keys }: Procedure, scene: Scene): Promise<Record<string, unknown>> {
  const entries = keys.map(async (key) => {
    const value = VALUES[key];
    if (!value) throw new Error(`${path} takes ${JSON.stringify(key)}, which has no fixture in testing/fixtures.ts`);
    return [key, await value(scene, path)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
