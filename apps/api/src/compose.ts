import { AUDIT_QUEUES, auditMigrations, auditSealed, createAudit } from "@gatehouse/audit";
import {
  AUTH_QUEUES,
  type Auth,
  authLetters,
  authMigrations,
  authSealed,
  breachesAt,
  createAuth,
  LIMITS,
  openPlaces,
} from "@gatehouse/auth/server";
import {
  createJobs,
  type Database,
  type Jobs,
  openDatabase,
  requireKeys,
  type SealedColumn,
  type Signals,
} from "@gatehouse/db";
import { systemClock } from "@gatehouse/kernel";
import { createSealer, type KeyedSealer, type Sealer } from "@gatehouse/kernel/secrets";
import { createLimits, limitsMigrations } from "@gatehouse/limits";
import { createMail, MAIL_QUEUE, type Mailbox, mailboxTransport, mailMigrations, smtpTransport } from "@gatehouse/mail";
import { appKeys } from "./app-secret.ts";
import type { Env } from "./env.ts";
import { owasp } from "./events.ts";
import type { Lifetime } from "./lifetime.ts";
import type { Log } from "./log.ts";
import { apiMigrations } from "./migrations.ts";
import { type Permission, policy } from "./policy.ts";

const migrations = [auditMigrations, limitsMigrations, mailMigrations, authMigrations, apiMigrations];

/** All that stands sealed in the database. */
const sealedColumns: readonly SealedColumn[] = [...authSealed, ...auditSealed];

/** The house without its doors. The queue and the signals are not started yet. */
export interface Composed {
  readonly auth: Auth<Permission>;
  readonly db: Database;
  readonly signals: Signals;
  readonly jobs: Jobs;
  /** What stands under `APP_SECRET`, and the keys that open it. */
  readonly sealed: { readonly sealer: KeyedSealer; readonly columns: readonly SealedColumn[] };
  /** Development only: where the mail goes that is not sent. */
  readonly mailbox: Mailbox | null;
}

/** Mail on the queue: sent by SMTP, or kept in the development mailbox. */
function createPost(env: Env, db: Database, sealer: Sealer, log: Log) {
  const queues = [MAIL_QUEUE, ...AUDIT_QUEUES, ...AUTH_QUEUES];
  const jobs = createJobs(db, queues, (error) => log.error({ err: error }, "queue"));
  const mailbox = env.smtp ? null : mailboxTransport(db, sealer);
  const transport = mailbox ?? smtpTransport(env.smtp?.url ?? "", env.smtp?.from ?? "");
  const brand = { product: "Gatehouse", origin: env.origin };
  const onFault = (fault: object) => log.warn(fault, "mail");
  return { jobs, mailbox, mail: createMail({ jobs, sealer, templates: authLetters, transport, brand, onFault }) };
}

/** What whoever runs the installation gives it beside: a file of places, and a list of stolen passwords. */
async function readSources({ geoipPath, breachUrl }: Env, log: Log) {
  const onFault = (error: unknown) => log.warn({ err: error }, "the list of stolen passwords does not answer");
  return {
    ...(geoipPath !== undefined && { places: await openPlaces(geoipPath) }),
    ...(breachUrl !== undefined && { breaches: { source: breachesAt(breachUrl), onFault } }),
  };
}

/** Puts the house together from its environment, migrated, for the server and for the admin's commands alike. */
export async function compose(env: Env, log: Log, lifetime: Lifetime): Promise<Composed> {
  const clock = systemClock;
  const { production, dataDir, origin, signUp, stepUpSeconds } = env;
  const sealer = createSealer(appKeys(env));
  const sources = await readSources(env, log);
  const opened = await openDatabase({ ...env.database, dataDir, production, clock }, migrations);
  lifetime.onStop(opened.close);
  const { db, signals } = opened;
  await requireKeys(db.sql, sealer, sealedColumns);
  const limits = createLimits(db, LIMITS, { relaxed: env.relaxedLimits });
  lifetime.onStop(limits.stop);
  const { jobs, mailbox, mail } = createPost(env, db, sealer, log);
  const settings = { policy, clock, origin, signUp, secureCookies: production, stepUpSeconds, ...sources };
  const onFault = (error: unknown) => log.error({ err: error }, "audit");
  const { auditDays: retentionDays } = env;
  const audit = createAudit({ db, signals, jobs, sealer, clock, onFault }, { retentionDays, owasp });
  const auth = await createAuth({ db, signals, jobs, limits, mail, sealer, audit }, settings);
  // Whoever still writes while the house stops, jobs included, is started later and so stopped before.
  lifetime.onStop(audit.stop);
  lifetime.onStop(auth.keys.stop);
  return { auth, db, signals, jobs, sealed: { sealer, columns: sealedColumns }, mailbox };
}
