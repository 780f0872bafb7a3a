import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { OpenOptions } from "@gatehouse/db";
import { parseKeys } from "@gatehouse/kernel/secrets";
import { z } from "zod";

/** What the process was told. Nothing else in the house reads `process.env`. */
export interface Env {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly database: Pick<OpenOptions, "url" | "migrationUrl" | "directUrl">;
  readonly dataDir: string;
  readonly origin: string;
  /** Absent in development: made and kept in the data folder. */
  readonly appSecret: string | undefined;
  readonly smtp: { readonly url: string; readonly from: string } | undefined;
  /** The operator's database of places, in MaxMind's format. Absent: nothing has a place. */
  readonly geoipPath: string | undefined;
  /** Where ranges of stolen passwords are asked for, by five hex digits behind it. Absent: new passwords are not looked up. */
  readonly breachUrl: string | undefined;
  readonly trustProxy: number | string[] | false;
  readonly signUp: "open" | "invited" | "closed";
  readonly stepUpSeconds: number;
  /** How long events are kept. */
  readonly auditDays: number;
  readonly relaxedLimits: boolean;
  readonly seedDemo: boolean;
}

const CHECKOUT = resolve(import.meta.dirname, "../../..");
const LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "::1"];
const MIN_DISTINCT_CHARACTERS = 10;

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: "must be a URL such as postgres://user:password@host:5432/database",
});
const choice = <const Choices extends readonly string[]>(choices: Choices) =>
  z.enum(choices, { error: `must be one of: ${choices.join(", ")}` });

const appSecret = z.string().superRefine((value, ctx) => {
  try {
    parseKeys(value);
    if (new Set(value).size < MIN_DISTINCT_CHARACTERS) throw new Error("too uniform to be a secret");
  } catch (error) {
    ctx.addIssue(`${(error as Error).message}: make one with  echo "1:$(openssl rand -base64 32)"`);
  }
});

/** What Express's `trust proxy` takes: names of ranges, addresses and subnets. */
const proxy = z.union([z.enum(["loopback", "linklocal", "uniquelocal"]), z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

const trustProxy = z
  .string()
  .transform((value) => (/^\d+$/.test(value) ? Number(value) : value.split(/\s*,\s*/)))
  .refine(
    (value) => typeof value === "number" || value.every((part) => proxy.safeParse(part).success),
    "must be a number of hops, or addresses and subnets such as 10.0.0.0/8, separated by commas",
  );

const origin = z
  .url({ protocol: /^https?$/, error: "must be an origin such as https://gate.example.com" })
  .refine(
    (value) => !URL.canParse(value) || new URL(value).origin === value,
    "must be an origin alone: scheme, host and port, without a path or a slash at the end",
  );

/** Have I Been Pwned's list, which production asks unless it is told otherwise: NIST SP 800-63B-4 section 3.1.1.2. */
const BREACHES = "https://api.pwnedpasswords.com/range/";
function isBreachUrl(value: string): boolean {
  if (!URL.canParse(value) || !value.endsWith("/")) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && LOOPBACK_HOSTS.includes(hostname));
}

const schema = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.coerce.number({ error: "must be a port, 0 for a free one" }).int().min(0).max(65_535).default(4000),
  HOST: z.string().optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_MIGRATION_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  GATEHOUSE_DATA_DIR: z.string().default(resolve(CHECKOUT, ".data")),
  APP_ORIGIN: origin.optional(),
  APP_SECRET: appSecret.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be a URL such as smtps://user:password@host:465" }).optional(),
  MAIL_FROM: z.string().optional(),
  TRUST_PROXY: trustProxy.optional(),
  GATEHOUSE_SIGN_UP: choice(["open", "invited", "closed"]).optional(),
  GATEHOUSE_GEOIP_PATH: z
    .string()
    .refine(
      (path) => existsSync(path),
      "must be a file in MaxMind's format, such as GeoLite2-City.mmdb; unset it for none",
    )
    .optional(),
  GATEHOUSE_BREACH_URL: z
    .string()
    .refine(
      (value) => value === "none" || isBreachUrl(value),
      `must be an https URL that five hex digits are put behind, such as ${BREACHES}, or none`,
    )
    .optional(),
  GATEHOUSE_STEP_UP_SECONDS: z.coerce
    .number({ error: "must be a number of seconds" })
    .int()
    .min(1)
    .max(86_400)
    .default(600),
  GATEHOUSE_AUDIT_DAYS: z.coerce
    .number({ error: "must be a number of days" })
    .int()
    .min(30, "must be 30 days or more: the database deletes nothing younger")
    .default(400),
  GATEHOUSE_LIMITS: choice(["relaxed"]).optional(),
  GATEHOUSE_SEED: choice(["demo", "none"]).default("none"),
});

type Raw = z.output<typeof schema>;

/** What production demands and refuses, and what development does, of variables as they were given. */
function faultsOf(given: NodeJS.ProcessEnv, production: boolean): string[] {
  const demanded = ["DATABASE_URL", "APP_ORIGIN", "APP_SECRET", "SMTP_URL", "GATEHOUSE_SIGN_UP"] as const;
  if (!production) {
    const closed = given.HOST !== undefined && !LOOPBACK_HOSTS.includes(given.HOST);
    return closed ? ["HOST: development listens on loopback only; unset it, or set NODE_ENV=production"] : [];
  }
  return [
    ...demanded
      .filter((name) => given[name] === undefined)
      .map((name) => `${name}: production needs it (see the README)`),
    ...(given.GATEHOUSE_LIMITS ? ["GATEHOUSE_LIMITS: is for browser tests; unset it"] : []),
    ...(given.GATEHOUSE_SEED === "demo" ? ["GATEHOUSE_SEED: production takes no demo data; unset it"] : []),
    ...(given.APP_ORIGIN?.startsWith("http:") ? ["APP_ORIGIN: production needs https, or no cookie is kept"] : []),
  ];
}

/**
 * Reads the environment; an empty variable counts as absent.
 *
 * @throws Error that names every fault at once, each with what mends it, and repeats no value
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const production = source.NODE_ENV === "production";
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  const issues = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  const faults = [...issues, ...faultsOf(given, production)];
  if (!parsed.success || faults.length > 0) {
    throw new Error(`The environment is not right:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  }
  return envOf(parsed.data, production);
}

function envOf(raw: Raw, production: boolean): Env {
  const appOrigin = raw.APP_ORIGIN ?? "http://localhost:5173";
  const breachUrl = raw.GATEHOUSE_BREACH_URL ?? (production ? BREACHES : "none");
  const from = raw.MAIL_FROM ?? `no-reply@${new URL(appOrigin).hostname}`;
  return {
    production,
    port: raw.PORT,
    host: raw.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    database: {
      url: raw.DATABASE_URL,
      migrationUrl: raw.DATABASE_MIGRATION_URL,
      directUrl: raw.DATABASE_DIRECT_URL,
    },
    dataDir: resolve(raw.GATEHOUSE_DATA_DIR),
    origin: appOrigin,
    appSecret: raw.APP_SECRET,
    smtp: raw.SMTP_URL === undefined ? undefined : { url: raw.SMTP_URL, from },
    geoipPath: raw.GATEHOUSE_GEOIP_PATH && resolve(raw.GATEHOUSE_GEOIP_PATH),
    breachUrl: breachUrl === "none" ? undefined : breachUrl,
    trustProxy: raw.TRUST_PROXY ?? false,
    signUp: raw.GATEHOUSE_SIGN_UP ?? "open",
    stepUpSeconds: raw.GATEHOUSE_STEP_UP_SECONDS,
    auditDays: raw.GATEHOUSE_AUDIT_DAYS,
    relaxedLimits: raw.GATEHOUSE_LIMITS === "relaxed",
    seedDemo: raw.GATEHOUSE_SEED === "demo",
  };
}
