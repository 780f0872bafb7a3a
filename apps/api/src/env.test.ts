// Threat: a production that starts half configured, on a secret that everybody knows, or that prints its secrets in the fault.
import { describe, expect, it } from "vitest";
import { readEnv } from "./env.ts";

const SECRET = `1:${Buffer.from("0123456789abcdefghijklmnopqrstuv").toString("base64")}`;

const PRODUCTION = {
  NODE_ENV: "production",
  DATABASE_URL: "postgres://app:word@db.internal:5432/gatehouse",
  APP_ORIGIN: "https://gate.example.com",
  APP_SECRET: SECRET,
  SMTP_URL: "smtps://mailer:word@mail.example.com:465",
  GATEHOUSE_SIGN_UP: "invited",
};

/** The faults that reading an environment names, one a line, without the heading. */
function faultsOf(source: NodeJS.ProcessEnv): string[] {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    return (error as Error).message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
}

const namesIn = (faults: readonly string[]) => faults.map((fault) => fault.split(":", 1)[0]).sort();

describe("in development", () => {
  it("an empty environment is enough, and keeps to this machine", () => {
    expect(readEnv({})).toMatchObject({
      production: false,
      host: "127.0.0.1",
      port: 4000,
      origin: "http://localhost:5173",
      signUp: "open",
      trustProxy: false,
      relaxedLimits: false,
      seedDemo: false,
      database: {},
    });
  });

  it("an empty variable counts as absent", () => {
    const empty = Object.fromEntries(Object.keys(PRODUCTION).map((name) => [name, ""]));
    expect(readEnv({ ...empty, PORT: "", HOST: "", TRUST_PROXY: "" })).toEqual(readEnv({}));
  });

  it.each(["0.0.0.0", "::", "192.168.1.4", "gate.example.com"])("HOST %s is refused: it is open to others", (host) => {
    expect(faultsOf({ HOST: host })).toEqual([expect.stringMatching(/^HOST: .*loopback/)]);
  });

  it.each(["127.0.0.1", "localhost", "::1"])("HOST %s is taken", (host) => {
    expect(readEnv({ HOST: host }).host).toBe(host);
  });
});

describe("in production", () => {
  it("what is demanded is enough", () => {
    expect(readEnv(PRODUCTION)).toMatchObject({
      production: true,
      host: "0.0.0.0",
      signUp: "invited",
      origin: "https://gate.example.com",
      smtp: { url: PRODUCTION.SMTP_URL, from: "no-reply@gate.example.com" },
      database: { url: PRODUCTION.DATABASE_URL },
    });
  });

  it("everything that is missing is named at once", () => {
    const { NODE_ENV, ...demanded } = PRODUCTION;
    expect(namesIn(faultsOf({ NODE_ENV }))).toEqual(Object.keys(demanded).sort());
  });

  it("what is missing, what is malformed and what is refused are named together", () => {
    const faults = faultsOf({
      NODE_ENV: "production",
      PORT: "http",
      DATABASE_URL: "mysql://db",
      APP_ORIGIN: "https://gate.example.com/path",
      APP_SECRET: "short",
      TRUST_PROXY: "the balancer",
      GATEHOUSE_LIMITS: "relaxed",
      GATEHOUSE_SEED: "demo",
      GATEHOUSE_SIGN_UP: "anyone",
    });
    expect(namesIn(faults)).toEqual(
      [
        "APP_ORIGIN",
        "APP_SECRET",
        "DATABASE_URL",
        "GATEHOUSE_LIMITS",
        "GATEHOUSE_SEED",
        "GATEHOUSE_SIGN_UP",
        "PORT",
        "SMTP_URL",
        "TRUST_PROXY",
      ].sort(),
    );
  });

  it.each([
    ["an origin without TLS", { APP_ORIGIN: "http://gate.example.com" }, "APP_ORIGIN"],
    ["relaxed limits", { GATEHOUSE_LIMITS: "relaxed" }, "GATEHOUSE_LIMITS"],
    ["demo accounts", { GATEHOUSE_SEED: "demo" }, "GATEHOUSE_SEED"],
    ["a secret of one character", { APP_SECRET: "a".repeat(40) }, "APP_SECRET"],
    ["a key of too few bytes", { APP_SECRET: "1:c2hvcnQ=" }, "APP_SECRET"],
    ["two keys of one name", { APP_SECRET: `${SECRET},${SECRET}` }, "APP_SECRET"],
  ])("%s is refused", (_what, change, name) => {
    expect(namesIn(faultsOf({ ...PRODUCTION, ...change }))).toEqual([name]);
  });

  it("each fault says what mends it", () => {
    for (const fault of faultsOf({ NODE_ENV: "production", PORT: "x", APP_SECRET: "short" })) {
      expect(fault, fault).toMatch(/^[A-Z_]+: .{15,}/);
    }
    expect(faultsOf({ APP_SECRET: "short" })[0]).toContain("openssl rand -base64 32");
  });
});

describe("a value is never repeated, since it may be a secret in the wrong place", () => {
  const VALUE = "hunter2-hunter2-hunter2";
  const names = [
    "PORT",
    "HOST",
    "DATABASE_URL",
    "DATABASE_MIGRATION_URL",
    "DATABASE_DIRECT_URL",
    "APP_ORIGIN",
    "APP_SECRET",
  ];
  const more = ["SMTP_URL", "TRUST_PROXY", "GATEHOUSE_SIGN_UP", "GATEHOUSE_LIMITS", "GATEHOUSE_SEED"];
  const identity = [
    "GATEHOUSE_STEP_UP_SECONDS",
    "GATEHOUSE_GEOIP_PATH",
    "GATEHOUSE_BREACH_URL",
    "GATEHOUSE_AUDIT_DAYS",
  ];

  it.each([...names, ...more, ...identity])("%s", (name) => {
    const faults = faultsOf({ [name]: VALUE });
    expect(namesIn(faults)).toEqual([name]);
    expect(faults.join()).not.toContain("hunter2");
  });
});

describe("what identity is told", () => {
  it("a step-up lasts ten minutes unless it is told otherwise, and a day at most", () => {
    expect(readEnv({}).stepUpSeconds).toBe(600);
    expect(readEnv({ GATEHOUSE_STEP_UP_SECONDS: "60" }).stepUpSeconds).toBe(60);
    for (const seconds of ["0", "-1", "1.5", "86401", "soon"]) {
      expect(namesIn(faultsOf({ GATEHOUSE_STEP_UP_SECONDS: seconds })), seconds).toEqual(["GATEHOUSE_STEP_UP_SECONDS"]);
    }
  });

  it("events are kept for 400 days unless it is told otherwise, and 30 at least", () => {
    expect(readEnv({}).auditDays).toBe(400);
    expect(readEnv({ GATEHOUSE_AUDIT_DAYS: "30" }).auditDays).toBe(30);
    for (const days of ["29", "-1", "30.5", "for ever"]) {
      expect(namesIn(faultsOf({ GATEHOUSE_AUDIT_DAYS: days })), days).toEqual(["GATEHOUSE_AUDIT_DAYS"]);
    }
  });

  it("places come from a file that is there, or from nowhere", () => {
    expect(readEnv({}).geoipPath).toBeUndefined();
    expect(readEnv({ GATEHOUSE_GEOIP_PATH: import.meta.filename }).geoipPath).toBe(import.meta.filename);
    expect(namesIn(faultsOf({ GATEHOUSE_GEOIP_PATH: "/nowhere/places.mmdb" }))).toEqual(["GATEHOUSE_GEOIP_PATH"]);
  });

  it("production looks new passwords up in a list of stolen ones, unless it is told not to; development does not", () => {
    const list = "https://breaches.example.com/range/";
    expect(readEnv({}).breachUrl).toBeUndefined();
    expect(readEnv(PRODUCTION).breachUrl).toBe("https://api.pwnedpasswords.com/range/");
    expect(readEnv({ ...PRODUCTION, GATEHOUSE_BREACH_URL: "none" }).breachUrl).toBeUndefined();
    for (const source of [{}, PRODUCTION]) {
      expect(readEnv({ ...source, GATEHOUSE_BREACH_URL: list }).breachUrl).toBe(list);
    }
    for (const wrong of ["http://breaches.example.com/range/", "https://breaches.example.com/range", "range/", "off"]) {
      expect(namesIn(faultsOf({ GATEHOUSE_BREACH_URL: wrong })), wrong).toEqual(["GATEHOUSE_BREACH_URL"]);
    }
  });
});

describe("proxies are trusted by name or not at all", () => {
  it.each<[string, unknown]>([
    ["1", 1],
    ["10.0.0.0/8", ["10.0.0.0/8"]],
    ["10.0.0.1, fd00::/8", ["10.0.0.1", "fd00::/8"]],
    ["loopback", ["loopback"]],
  ])("%s", (value, read) => {
    expect(readEnv({ TRUST_PROXY: value }).trustProxy).toEqual(read);
  });

  it.each(["true", "*", "10.0.0.0/33", "10.0.0.300", "-1", "1.5", "10.0.0.1,"])("%s is refused", (value) => {
    expect(namesIn(faultsOf({ TRUST_PROXY: value }))).toEqual(["TRUST_PROXY"]);
  });
});
