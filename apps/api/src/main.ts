import { auditMigrations } from "@gatehouse/audit";
import { AUTH_QUEUES, authLetters, authMigrations, createAuth, LIMITS } from "@gatehouse/auth/server";
import { createJobs, type Database, openDatabase } from "@gatehouse/db";
import { systemClock } from "@gatehouse/kernel";
import { createSealer, type Sealer } from "@gatehouse/kernel/secrets";
import { createLimits, limitsMigrations } from "@gatehouse/limits";
import { createMail, MAIL_QUEUE, mailboxTransport, mailMigrations, smtpTransport } from "@gatehouse/mail";
import { createApp } from "./app.ts";
import { appKeys } from "./app-secret.ts";
import { createReadiness } from "./doors/health.ts";
import { type Env, readEnv } from "./env.ts";
import { listen } from "./listen.ts";
import { createLifetime, type Lifetime } from "./lifetime.ts";
import { createLog, type Log } from "./log.ts";
import { apiMigrations } from "./migrations.ts";
import { policy } from "./policy.ts";
import { seedDemo } from "./seed.ts";

const migrations = [auditMigrations, limitsMigrations, mailMigrations, authMigrations, apiMigrations];

/** Mail on the queue: sent by SMTP, or kept in the development mailbox. */
function createPost(env: Env, db: Database, sealer: Sealer, log: Log) {
  const jobs = createJobs(db, [MAIL_QUEUE, ...AUTH_QUEUES], (error) => log.error({ err: error }, "queue"));
  const mailbox = env.smtp ? null : mailboxTransport(db, sealer);
  const transport = mailbox ?? smtpTransport(env.smtp?.url ?? "", env.smtp?.from ?? "");
  const brand = { product: "Gatehouse", origin: env.origin };
  const onFault = (fault: object) => log.warn(fault, "mail");
  return { jobs, mailbox, mail: createMail({ jobs, sealer, templates: authLetters, transport, brand, onFault }) };
}

async function start(env: Env, log: Log, lifetime: Lifetime): Promise<object> {
  const clock = systemClock;
  const { production, dataDir } = env;
  const { url, migrationUrl, directUrl } = env.database;
  const sealer = createSealer(appKeys(env));
  const opened = await openDatabase({ url, migrationUrl, directUrl, dataDir, production, clock }, migrations);
  lifetime.onStop(opened.close);
  const { db, signals } = opened;
  const limits = createLimits(db, LIMITS, { relaxed: env.relaxedLimits });
  lifetime.onStop(limits.stop);
  const { jobs, mailbox, mail } = createPost(env, db, sealer, log);
  const { signUp, stepUpSeconds } = env;
  const settings = { policy, clock, origin: env.origin, signUp, secureCookies: production, stepUpSeconds };
  const auth = await createAuth({ db, signals, jobs, limits, mail, sealer }, settings);
  await signals.start();
  await jobs.start();
  lifetime.onStop(jobs.stop);
  const accounts = env.seedDemo ? await seedDemo(auth) : [];
  const readiness = createReadiness(db);
  const origin = { origin: env.origin, development: !production };
  const server = await listen(createApp({ auth, readiness, log, origin, trustProxy: env.trustProxy, mailbox }), env);
  lifetime.onStop(server.close);
  lifetime.onStop(readiness.drain);
  return { ready: true, url: server.url, origin: env.origin, accounts };
}

async function main(): Promise<void> {
  const env = readEnv(process.env);
  const log = createLog(env.production ? "info" : "warn");
  const lifetime = createLifetime((error) => log.error({ err: error }, "stop"));
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.on(name, () => void lifetime.end().then(() => process.exit(0)));
  }
  try {
    process.stdout.write(`${JSON.stringify(await start(env, log, lifetime))}\n`);
  } catch (error) {
    await lifetime.end();
    throw error;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
