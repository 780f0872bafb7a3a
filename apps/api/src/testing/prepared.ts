import {
  type Authenticator,
  createAuthenticator,
  createInstanceAdmin,
  GOOD_PASSWORD,
  type Person,
  TOTP_SECRET,
} from "@gatehouse/auth/testing";
import { Secret, TOTP } from "otpauth";
import type { House } from "./house.ts";
import { actAs } from "./instance.ts";
import { createJar, type Jar } from "./jar.ts";
import { type Answer, dataOf } from "./wire.ts";

/** The code that an authenticator app shows now. @param secret base32 */
export const codeNow = (secret: string): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

/** Puts an authenticator app in force whose current code is unspent. */
export async function installTotp({ world }: House, { userId }: Pick<Person, "userId">): Promise<void> {
  await world.auth.db.work(world.request(), (work) => world.auth.totp.install(work, userId, TOTP_SECRET));
  await world.database.admin`update auth.totp set last_step = 0 where user_id = ${userId}`;
}

function required(answer: Answer): never {
  if (answer.status !== 200) throw new Error(`a fixture was refused: ${answer.text}`);
  return dataOf(answer) as never;
}

async function register(house: House, jar: Jar, authenticator: Authenticator) {
  return authenticator.create(required(await jar.call(house, "passkey.beginRegistration")));
}

/** A person with a passkey, and what holds its key. The browser is signed in. */
async function withPasskey(house: House): Promise<{ jar: Jar; authenticator: Authenticator }> {
  const { token } = await house.world.signUp();
  const jar = createJar({ gatehouse_session: token });
  const authenticator = createAuthenticator();
  required(await jar.call(house, "passkey.finishRegistration", await register(house, jar, authenticator)));
  return { jar, authenticator };
}

async function hasTotp({ world }: House, { userId }: Person): Promise<boolean> {
  const rows = await world.database.admin`
    select from auth.totp where user_id = ${userId} and confirmed_at is not null`;
  return rows.length > 0;
}

/** Holders of the keys of passkeys that were added to a person who is under test, by the person's id. */
const keptKeys = new Map<string, Authenticator>();

async function addPasskey(house: House, { userId }: Person): Promise<Authenticator> {
  const kept = keptKeys.get(userId);
  const rows = await house.world.database.admin`select from auth.passkeys where user_id = ${userId} and name = 'Kept'`;
  if (kept && rows.length > 0) return kept;
  const authenticator = createAuthenticator();
  const jar = createJar({ gatehouse_session: await house.startSession({ userId }) });
  const answer = await register(house, jar, authenticator);
  required(await jar.call(house, "passkey.finishRegistration", { ...answer, name: "Kept" }));
  keptKeys.set(userId, authenticator);
  return authenticator;
}

/** What a procedure is given that takes the second step of something. */
interface Preparation {
  /** Before the caller signs in: what it does may end sessions. */
  readonly before?: (house: House, person: Person) => Promise<unknown>;
  /** The first step, in the browser of the call. @returns keys of the input */
  readonly first?: (house: House, jar: Jar, person: Person, organizationId: string) => Promise<object>;
}

/** An organization to be ended or handed over: it has an owner, and the person in the role that they hold in the one of the call. */
async function foundBeside(
  { world }: House,
  { userId }: Person,
  organizationId: string,
  otherwise: string | null = null,
) {
  const { admin } = world.database;
  const beside = await world.organization();
  const [held] = await admin<{ role: string }[]>`
    select role from auth.memberships where organization_id = ${organizationId} and user_id = ${userId}`;
  const role = held?.role ?? otherwise;
  if (role !== null) {
    await admin`
      insert into auth.memberships (organization_id, user_id, role, created_at)
      values (${beside.organizationId}, ${userId}, ${role}, now())`;
  }
  const [row] = await admin<{ slug: string }[]>`
    select slug from auth.organizations where id = ${beside.organizationId}`;
  return { organizationId: beside.organizationId, userId: beside.people[0]?.userId ?? "", slug: row?.slug ?? "" };
}

/** By procedure. The public ones are prepared for somebody who is under no test. */
export const PREPARED: Readonly<Record<string, Preparation>> = {
  "auth.completeMfa": {
    async first(house, jar) {
      const person = await house.world.signUp();
      await installTotp(house, person);
      required(await jar.call(house, "auth.signIn", { email: person.email, password: GOOD_PASSWORD }));
      return { method: "totp", code: codeNow(TOTP_SECRET) };
    },
  },
  "auth.stepUp": {
    async first(house, _jar, person) {
      if (!(await hasTotp(house, person))) return { method: "password", secret: GOOD_PASSWORD };
      await installTotp(house, person);
      return { method: "totp", secret: codeNow(TOTP_SECRET) };
    },
  },
  "mfa.confirmTotp": {
    async first(house, jar) {
      const { secret } = required(await jar.call(house, "mfa.beginTotp")) as { secret: string };
      return { code: codeNow(secret) };
    },
  },
  "organization.delete": {
    async first(house, _jar, person, place) {
      const { organizationId, slug } = await foundBeside(house, person, place);
      return { organizationId, confirm: slug };
    },
  },
  "organization.leave": {
    async first(house, _jar, person, place) {
      const { organizationId } = await foundBeside(house, person, place, "viewer");
      return { organizationId };
    },
  },
  "organization.restore": {
    async first(house, _jar, person, place) {
      const { organizationId } = await foundBeside(house, person, place);
      await house.world.database.admin`
        update auth.organizations set deletes_at = now() + interval '1 day' where id = ${organizationId}`;
      return { organizationId };
    },
  },
  "organization.transferOwnership": {
    async first(house, _jar, person, place) {
      const { organizationId, userId } = await foundBeside(house, person, place);
      return { organizationId, userId };
    },
  },
  "instance.enable": {
    async first(house) {
      const { userId } = await house.world.signUp();
      await house.world.database.admin`update auth.users set disabled_at = now() where id = ${userId}`;
      return { userId };
    },
  },
  "instance.revoke": {
    async first({ world }) {
      const { userId } = await createInstanceAdmin(world, ["instance:audit"]);
      return { userId };
    },
  },
  "instance.stopImpersonating": {
    async first(house, jar) {
      await actAs(house, jar, await house.world.signUp());
      return {};
    },
  },
  "passkey.finishRegistration": { first: (house, jar) => register(house, jar, createAuthenticator()) },
  "passkey.finishSignIn": {
    async first(house, jar) {
      const { authenticator } = await withPasskey(house);
      return authenticator.get(required(await jar.call(house, "passkey.beginSignIn")));
    },
  },
  "passkey.beginStepUp": { before: addPasskey },
  "passkey.finishStepUp": {
    before: addPasskey,
    async first(house, jar, person) {
      const authenticator = await addPasskey(house, person);
      return authenticator.get(required(await jar.call(house, "passkey.beginStepUp")));
    },
  },
};
