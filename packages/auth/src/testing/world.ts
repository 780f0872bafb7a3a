import { randomBytes } from "node:crypto";
import { AUDIT_QUEUES, auditMigrations, auditOwasp, createAudit } from "@gatehouse/audit";
import { createJobs, createSignals, inTenant, type Migrations, type RequestInfo } from "@gatehouse/db";
import { createTestDatabase, type TestDatabase } from "@gatehouse/db/testing";
import { type Clock, newId, systemClock } from "@gatehouse/kernel";
import { createSealer, newToken, parseKeys, type Sealer } from "@gatehouse/kernel/secrets";
import { createLimits, limitsMigrations } from "@gatehouse/limits";
import { createMail, MAIL_QUEUE, type Mailbox, mailboxTransport, mailMigrations } from "@gatehouse/mail";
import type { BuiltInRole, Policy } from "../access/define-policy.ts";
import { LIMITS } from "../config.ts";
import { authLetters } from "../letters.ts";
import { authOwasp } from "../owasp.ts";
import { AUTH_QUEUES, type Auth, authMigrations, createAuth } from "../server.ts";
import { NOWHERE, type Places } from "../sessions/places.ts";
import type { SignUpMode } from "../sign-in/sign-up.ts";
import type { GateContext } from "../trpc/door.ts";

/** What a world is made with: the host's policy and its own migrations, which run after the package's. */
export interface WorldOptions<Permission extends string> {
  readonly policy: Policy<Permission>;
  readonly migrations?: readonly Migrations[];
  readonly clock?: Clock;
  /** Default: nothing has a place. */
  readonly places?: Places;
  /** Default `open`. */
  readonly signUp?: SignUpMode;
  /** A thousand times the points of every limit, for whatever calls without a pause. */
  readonly relaxedLimits?: boolean;
  /** As in production: Secure cookies with the `__Host-` prefix. */
  readonly secureCookies?: boolean;
  /** A world that shares this one's database: a second instance. */
  readonly beside?: { readonly database: TestDatabase; readonly sealer: Sealer };
}

/** A person with a session. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly personalOrganizationId: string;
  /** The session's token, as the cookie carries it. */
  readonly token: string;
}

/** The package on a real PostgreSQL of its own, with a mailbox instead of SMTP. */
export interface World<Permission extends string> {
  readonly auth: Auth<Permission>;
  readonly database: TestDatabase;
  readonly sealer: Sealer;
  readonly mailbox: Mailbox;
  /** A request's facts, with an id of its own. */
  request(): RequestInfo;
  /** A new account with its personal organization, signed in. */
  signUp(name?: string): Promise<Person>;
  /** A team organization with one signed-in person of each role asked for; the first is always its owner. */
  organization(...roles: BuiltInRole[]): Promise<{ organizationId: string; people: readonly Person[] }>;
  /** The context of a procedure called by whoever holds this token; null for nobody. */
  context(token: string | null): Promise<GateContext>;
  /** The newest mail to an address, once it has arrived; with a path, the newest that links there. */
  mailTo(email: string, path?: string): Promise<{ subject: string; text: string; token: string | null }>;
  close(): Promise<void>;
}

/** Where the application of every world lives. */
export const ORIGIN = "http://localhost:5173";

/** A password that the rules accept. */
export const GOOD_PASSWORD = "seven lanterns over the bridge";

/** The authenticator secret of every owner and admin that a world makes, base32. */
export const TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/** Makes a world. Its test server is the one that `pnpm test` starts. */
export async function createWorld<Permission extends string>(
  options: WorldOptions<Permission>,
): Promise<World<Permission>> {
  const {
    policy,
    migrations = [],
    clock = systemClock,
    signUp: mode = "open",
    secureCookies = false,
    relaxedLimits = false,
    places = NOWHERE,
    beside,
  } = options;
  const all = [auditMigrations, limitsMigrations, mailMigrations, authMigrations, ...migrations];
  const database = beside?.database ?? (await createTestDatabase(all, { clock }));
  const sealer = beside?.sealer ?? createSealer(parseKeys(`1:${randomBytes(32).toString("base64")}`));
  const { db, url } = database;
  const signals = createSignals(url, true);
  const jobs = createJobs(db, [MAIL_QUEUE, ...AUDIT_QUEUES, ...AUTH_QUEUES], () => {});
  const mailbox = mailboxTransport(db, sealer);
  const brand = { product: "Gatehouse", origin: ORIGIN };
  const mail = createMail({ jobs, sealer, templates: authLetters, transport: mailbox, brand });
  const limits = createLimits(db, LIMITS, { relaxed: relaxedLimits });
  const settings = { policy, clock, origin: ORIGIN, signUp: mode, secureCookies, places };
  const onFault = (error: unknown) => {
    throw error;
  };
  const names = { owasp: { ...auditOwasp, ...authOwasp } };
  const audit = createAudit({ db, signals, jobs, sealer, clock, onFault }, names);
  const auth = await createAuth({ db, signals, jobs, limits, mail, sealer, audit }, settings);
  await signals.start();
  await jobs.start();
  const request = (): RequestInfo => ({ id: newId("req"), ip: "203.0.113.7", userAgent: "vitest" });
  return {
    auth,
    database,
    sealer,
    mailbox,
    request,
    signUp: (name) => signUp(auth, request(), name),
    organization: (...roles) => makeTeam(auth, request(), roles),
    context: (token) => contextOf(auth, request(), token),
    mailTo: (email, path) => mailTo(mailbox, email, path),
    async close() {
      limits.stop();
      await auth.keys.stop();
      await audit.stop();
      await jobs.stop();
      await signals.stop();
      if (!beside) await database.close();
    },
  };
}

/** Everybody in a world has the same password, hashed once: a hash is slow on purpose. */
const HASHED_FOR = "usr_everybody";
const hashes = new WeakMap<object, Promise<string>>();

function hashOf({ passwords }: Pick<Auth, "passwords">): Promise<string> {
  const hash = hashes.get(passwords) ?? passwords.seal(GOOD_PASSWORD, HASHED_FOR);
  hashes.set(passwords, hash);
  return hash;
}

async function signUp<P extends string>(
  auth: Auth<P>,
  request: RequestInfo,
  name = "Pat Person",
  secret: string | null = null,
): Promise<Person> {
  const id = newId("usr");
  const organizationId = newId("org");
  const email = `${id.toLowerCase()}@example.test`;
  const passwordHash = auth.passwords.reseal(await hashOf(auth), HASHED_FOR, id);
  const token = await auth.db.work(request, async (work) => {
    await auth.accounts.create(work, { id, organizationId, email, name, passwordHash });
    if (secret !== null) await auth.totp.install(work, id, secret);
    return auth.sessions.start(work, { userId: id, amr: ["pwd"] });
  });
  return { userId: id, email, personalOrganizationId: organizationId, token };
}

async function makeTeam<P extends string>(auth: Auth<P>, request: RequestInfo, roles: readonly BuiltInRole[]) {
  const organizationId = newId("org");
  const people = await Promise.all(
    ["owner" as const, ...roles].map((role) => {
      const isGuarded = role === "owner" || role === "admin";
      return signUp(auth, request, `${role} person`, isGuarded ? TOTP_SECRET : null);
    }),
  );
  await auth.db.work(request, (work) =>
    inTenant(work, organizationId, async (tenant) => {
      const [owner] = people as [Person, ...Person[]];
      await auth.organizations.make(tenant, { name: "Team", ownerId: owner.userId, personal: false });
      for (const [index, role] of roles.entries()) {
        await auth.members.add(tenant, { userId: people[index + 1]?.userId ?? "", role });
      }
    }),
  );
  return { organizationId, people };
}

async function contextOf<P extends string>(
  auth: Auth<P>,
  request: RequestInfo,
  token: string | null,
): Promise<GateContext> {
  const admission = token === null ? null : await auth.gate.admit(request, token);
  return {
    door: {
      request: { ...request, impersonatorId: admission?.actor.impersonator?.userId },
      actor: admission?.actor ?? null,
      key: null,
      keys: auth.keys,
      isBearer: false,
      db: auth.db,
      limits: auth.limits,
      accesses: auth.audit.accesses,
      session: token,
      aside: null,
      challenge: null,
      ceremony: null,
      device: newToken("device"),
      clock: auth.clock,
      stepUpSeconds: auth.stepUpSeconds,
      table: { procedures: [], doors: [] },
      reread: (actor) => auth.gate.reread(request, actor),
      rereadIn: auth.gate.rereadIn,
      inTurn: auth.inTurn,
      setCookie: () => {},
      onFault: (error) => {
        throw error;
      },
    },
  };
}

const ARRIVES_WITHIN_MS = 10_000;

async function mailTo(mailbox: Mailbox, email: string, path = "") {
  const deadline = performance.now() + ARRIVES_WITHIN_MS;
  for (;;) {
    const mail = (await mailbox.list(email)).find(({ links }) => links.some((href) => href.includes(path)));
    if (mail) {
      const link = mail.links.find((href) => href.includes("token="));
      const token = link ? new URLSearchParams(new URL(link).hash.slice(1)).get("token") : null;
      return { subject: mail.subject, text: mail.text, token };
    }
    if (performance.now() > deadline) throw new Error(`no mail to ${email}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
