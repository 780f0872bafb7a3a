import { newId } from "@gatehouse/kernel";
import { GOOD_PASSWORD, type Person } from "@gatehouse/auth/testing";
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
  token: ({ house }) => signUpToken(house),
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
