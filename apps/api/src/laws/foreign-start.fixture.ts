import { AUDIT_QUEUES, auditMigrations, createAudit } from "@gatehouse/audit";
import { AUTH_QUEUES, authLetters, authMigrations, createAuth, LIMITS } from "@gatehouse/auth/server";
import { createJobs, openDatabase } from "@gatehouse/db";
import { systemClock as clock } from "@gatehouse/kernel";
import { createSealer, parseKeys } from "@gatehouse/kernel/secrets";
import { createLimits, limitsMigrations } from "@gatehouse/limits";
import { createMail, MAIL_QUEUE, mailMigrations, type Transport } from "@gatehouse/mail";
import { createHost, policy } from "./foreign-host.fixture.ts";

const migrations = [auditMigrations, limitsMigrations, mailMigrations, authMigrations];

/** What this host is told: where its database (none: an embedded one) and its pages are, its secret, and how its mail leaves. */
interface Settings {
  readonly url: string | undefined;
  readonly origin: string;
  readonly secret: string;
  readonly transport: Transport;
  readonly onFault: (fault: unknown) => void;
}

export async function startHost({ url, origin, secret, transport, onFault }: Settings) {
  const production = origin.startsWith("https:");
  const logins = { url, migrationUrl: undefined, directUrl: undefined, dataDir: ".data" };
  const { db, signals, close } = await openDatabase({ ...logins, production, clock }, migrations);
  const sealer = createSealer(parseKeys(secret));
  const limits = createLimits(db, LIMITS);
  const jobs = createJobs(db, [MAIL_QUEUE, ...AUDIT_QUEUES, ...AUTH_QUEUES], onFault);
  const mail = createMail({ jobs, sealer, templates: authLetters, transport, brand: { product: "Invoices", origin } });
  const settings = { policy, clock, origin, signUp: "open", secureCookies: production } as const;
  const audit = createAudit({ db, signals, jobs, sealer, clock, onFault });
  const auth = await createAuth({ db, signals, jobs, limits, mail, sealer, audit }, settings);
  await signals.start();
  await jobs.start();
  audit.start();
  const stop = async () => {
    limits.stop();
    await jobs.stop();
    await auth.keys.stop();
    await audit.stop();
    await close();
  };
  return { app: createHost(auth, { origin, development: !production }, onFault), stop };
}
