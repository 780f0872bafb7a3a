import { createApp } from "./app.ts";
import { compose } from "./compose.ts";
import { createReadiness } from "./doors/health.ts";
import { type Env, readEnv } from "./env.ts";
import { createLifetime, type Lifetime } from "./lifetime.ts";
import { listen } from "./listen.ts";
import { createLog, type Log } from "./log.ts";
import { seedDemo } from "./seed.ts";

async function start(env: Env, log: Log, lifetime: Lifetime): Promise<object> {
  const { production } = env;
  const { auth, db, signals, jobs, mailbox } = await compose(env, log, lifetime);
  await signals.start();
  await jobs.start();
  lifetime.onStop(jobs.stop);
  auth.audit.start();
  const accounts = env.seedDemo ? await seedDemo(auth) : [];
  const readiness = createReadiness(db);
  const origin = { origin: env.origin, development: !production };
  const server = await listen(createApp({ auth, readiness, log, origin, trustProxy: env.trustProxy, mailbox }), env);
  lifetime.onStop(server.close);
  lifetime.onStop(auth.live.close);
  lifetime.onStop(readiness.drain);
  return { ready: true, url: server.url, origin: env.origin, accounts };
}

async function main(): Promise<void> {
  const env = readEnv();
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
