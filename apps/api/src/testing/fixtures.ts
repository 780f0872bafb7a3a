import { GOOD_PASSWORD, type Person } from "@gatehouse/auth/testing";
import { newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { plantApiKey } from "./api-keys.ts";
import type { Caller, House } from "./house.ts";
import { plantInvitation } from "./invitations.ts";
import { createJar } from "./jar.ts";
import { installTotp, PREPARED } from "./prepared.ts";
import type { Procedure } from "./procedures.ts";
import type { Answer } from "./wire.ts";

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

/** A role of the organization's own that nobody holds. @returns its key */
async function plantRole({ world }: House, organizationId: string): Promise<string> {
  const key = newId("role").toLowerCase();
  await world.database.admin`
    insert into auth.roles (organization_id, key, name, permissions, created_at, updated_at)
    values (${organizationId}, ${key}, ${key}, '{document:read}', now(), now())`;
  return key;
}

/** What a member asked for; withdrawn by nobody else than who asked. @returns its id, or nobody's where the person is no member */
export async function plantAccessRequest({ world }: House, organizationId: string, userId: string): Promise<string> {
  const id = newId("arq");
  await world.database.admin`
    insert into auth.access_requests (id, organization_id, user_id, permission, created_at)
    select ${id}, organization_id, user_id, 'document:write', now() from auth.memberships
    where organization_id = ${organizationId} and user_id = ${userId}
    on conflict (organization_id, user_id, permission) do update set id = excluded.id`;
  return id;
}

/** A passkey that nobody holds the key of: it may be named and removed. @returns its id */
export async function plantPasskey({ world }: House, { userId }: Pick<Person, "userId">): Promise<string> {
  const id = newId("pky");
  await world.database.admin`
    insert into auth.passkeys (id, user_id, name, public_key, counter, transports, backed_up, created_at)
    values (${id}, ${userId}, 'Planted', 'none', 0, '{}', false, now())`;
  return id;
}

/** An invitation into an organization that nobody under test belongs to. @returns the link's token */
async function plantInvitationElsewhere(house: House, email: string): Promise<string> {
  const { organizationId } = await house.world.organization();
  return (await plantInvitation(house, organizationId, email)).token;
}

/** What each link opens; where a procedure is not named, it is the one of a sign-up. */
const LINKS: Readonly<Record<string, (scene: Scene) => Promise<string>>> = {
  "account.confirmEmailChange": ({ house }) =>
    plantLink(house, "confirm-email", { changeId: newId("chg"), email: newEmail() }),
  "account.cancelEmailChange": ({ house }) =>
    plantLink(house, "cancel-email", { changeId: newId("chg"), email: newEmail() }),
  "account.cancelFactorReset": plantFactorReset,
  "auth.reportNotMe": ({ house }) => plantLink(house, "not-me"),
  "invitation.accept": ({ house, person }) => plantInvitationElsewhere(house, person.email),
  "invitation.preview": ({ house }) => plantInvitationElsewhere(house, newEmail()),
  "auth.resetPassword": ({ house }) => plantLink(house, "reset"),
};

/** Where only an address with an account leads anywhere. */
const KNOWN_EMAIL = new Set(["auth.signIn", "auth.requestPasswordReset"]);

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
  // Two roles of an organization are never called alike.
  name: (_scene, path) => (path.startsWith("role.") ? newId("role") : "A name"),
  key: ({ house, organizationId }, path) =>
    path === "role.create" ? newId("role").toLowerCase() : plantRole(house, organizationId),
  email: ({ person }, path) => (KNOWN_EMAIL.has(path) ? person.email : newEmail()),
  password: () => GOOD_PASSWORD,
  proofOfWork: () => undefined,
  currentPassword: () => GOOD_PASSWORD,
  newPassword: () => GOOD_PASSWORD,
  confirm: ({ person }) => person.email,
  locale: () => "de",
  userId: ({ house, organizationId }) => plantMember(house, organizationId),
  token: (scene, path) => (LINKS[path] ?? (({ house }: Scene) => signUpToken(house)))(scene),
  emails: () => [newEmail(), newEmail()],
  invitationId: async ({ house, organizationId }) => (await plantInvitation(house, organizationId, newEmail())).id,
  passkeyId: ({ house, person }) => plantPasskey(house, person),
  authenticatorAttachment: () => undefined,
  apiKeyId: ({ house, organizationId }) => plantApiKey(house, organizationId),
  expiresInDays: () => 30,
  ipRanges: () => ["198.18.0.0/15"],
  overlapHours: () => 24,
  permissions: (_scene, path) => (path === "instance.grant" ? ["instance:audit"] : ["document:read"]),
  search: () => "person",
  memberLimit: () => null,
  reason: () => "Ticket 4711: the list stays empty",
  minutes: () => 5,
  permission: () => "document:delete",
  note: () => "I have to clean up.",
  accessRequestId: async ({ house, organizationId, person }, path) => {
    const asks = path === "accessRequest.withdraw" ? person.userId : await plantMember(house, organizationId);
    return plantAccessRequest(house, organizationId, asks);
  },
  becomes: () => undefined,
  action: () => "document.created",
  actorId: ({ person }) => person.userId,
  from: () => "2020-01-01T00:00:00Z",
  to: () => "2100-01-01",
  format: () => "csv",
  slug: () => newId("slug").toLowerCase().replace("_", "-"),
  role: () => "member",
  mfa: () => ["owner"],
  sessionHours: () => 720,
  emailDomains: () => [],
  addressRanges: () => [],
  breakGlassUserId: () => null,
  cursor: () => null,
  after: () => 0,
  lastEventId: () => "0",
  limit: () => 10,
};

/**
 * A complete and valid input of a procedure, with things of its own that the call may change or delete.
 *
 * @param prepared keys that are known already
 * @throws Error for a key without a fixture
 */
export async function validInput(
  { path, keys }: Procedure,
  scene: Scene,
  prepared: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, unknown>> {
  const entries = keys.map(async (key) => {
    if (key in prepared) return [key, prepared[key]] as const;
    const value = VALUES[key];
    if (!value) throw new Error(`${path} takes ${JSON.stringify(key)}, which has no fixture in testing/fixtures.ts`);
    return [key, await value(scene, path)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Owners and admins of a team, and whoever runs the installation, may do little without a second factor, and a call that came before may
 * have removed it.
 */
async function guard({ house, person }: Scene): Promise<void> {
  const demanding = await house.world.database.admin`
    select from auth.memberships m join auth.organizations o on o.id = m.organization_id
    where m.user_id = ${person.userId} and m.role in ('owner', 'admin') and not o.personal
    union all select from auth.instance_grants where user_id = ${person.userId}`;
  if (demanding.length > 0) await installTotp(house, person);
}

/** How a procedure is called with a valid input. */
export interface ValidCall extends Pick<Caller, "ip" | "headers"> {
  /** As the person of the scene, by a new session; else as nobody. */
  readonly signedIn: boolean;
  /** What is sent instead of the valid input. */
  readonly change?: (input: object) => object | undefined;
}

/** Calls a procedure with a valid input, and with the cookies of the steps that come before it. */
export async function callValid(
  procedure: Procedure,
  scene: Scene,
  { signedIn, change = (input) => input, ...caller }: ValidCall,
): Promise<Answer> {
  const { house, person } = scene;
  const { path } = procedure;
  const { before, first } = PREPARED[path] ?? {};
  const jar = createJar();
  await guard(scene);
  if (signedIn) {
    await before?.(house, person);
    jar.cookies.set("gatehouse_session", await house.startSession(person));
  }
  const isReady = signedIn || procedure.access === "public";
  const prepared = isReady ? { ...(await first?.(house, jar, person, scene.organizationId)) } : {};
  const input = isReady ? await validInput(procedure, scene, prepared) : {};
  return jar.call(house, path, change(input), caller);
}
