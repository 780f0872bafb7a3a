// Threat: a stolen backup, a replica, or a log that somebody else may read (OWASP ASVS 5.0 11.4, NIST SP 800-63B-4 5.1).
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dump, secretsIn } from "../testing/dump.ts";
import { newEmail } from "../testing/fixtures.ts";
import { openHouse } from "../testing/house.ts";
import { errorOf } from "../testing/wire.ts";

const house = await openHouse();
const { call, world } = house;
afterAll(house.close);

const email = newEmail();
const PASSWORD = 'a heron stood in the "morning" mist';
const WRONG_PASSWORD = "a heron stood in the evening mist";
const COOKIE = /^gatehouse_session=([^;]+)/;

/** Every secret of the path, by name. */
const secrets: Record<string, string> = { password: PASSWORD, wrongPassword: WRONG_PASSWORD };
const dumps: string[] = [];

const dumped = async () => [...(await dump(house))].map(([table, rows]) => `${table}\n${rows.join("\n")}`).join("\n");

async function rememberMail(name: string): Promise<void> {
  const { token, text } = await world.mailTo(email);
  secrets[`${name}Token`] = token ?? "";
  secrets[`${name}Link`] = /http\S+token=\S+/.exec(text)?.[0] ?? "";
}

beforeAll(async () => {
  await call("auth.signUp", { email, password: PASSWORD, name: "Hera Heron" });
  dumps.push(await dumped());
  await rememberMail("first");
  await world.mailbox.clear();
  await call("auth.resendVerification", { email });
  dumps.push(await dumped());
  await rememberMail("second");
  dumps.push(await dumped());
  await call("auth.verifyEmail", { token: secrets.secondToken });
  await call("auth.signIn", { email, password: WRONG_PASSWORD });
  const signedIn = await call("auth.signIn", { email, password: PASSWORD });
  secrets.session = COOKIE.exec(signedIn.headers["set-cookie"]?.[0] ?? "")?.[1] ?? "";
  await call("organization.create", { name: "Herons" }, { token: secrets.session });
  await call("auth.signUp", { email, password: PASSWORD, name: "Hera Heron" });
  await call("auth.signUp", { email: newEmail(), password: PASSWORD, name: "Another" });
  dumps.push(await dumped());
});

describe("a dump of the database", () => {
  it("is searched for every secret of the path", () => {
    expect(Object.keys(secrets).sort()).toEqual(
      ["firstLink", "firstToken", "password", "secondLink", "secondToken", "session", "wrongPassword"].sort(),
    );
    for (const [name, secret] of Object.entries(secrets)) expect(secret.length, name).toBeGreaterThan(20);
    expect(secrets.firstToken).not.toBe(secrets.secondToken);
  });

  it("would be seen to hold a secret if it did, in whatever form", () => {
    const planted = [
      PASSWORD,
      JSON.stringify(PASSWORD),
      Buffer.from(PASSWORD).toString("hex"),
      encodeURIComponent(PASSWORD),
    ];
    for (const text of planted) expect(secretsIn(`x${text}x`, secrets)).toEqual(["password"]);
  });

  it("covers the queue with its mail jobs, the mailbox and the accounts, with rows in them", async () => {
    const tables = await dump(house);
    for (const name of [
      "auth.users",
      "auth.sessions",
      "auth.pending_sign_ups",
      "audit.events",
      "mail.mailbox",
      "limits.counters",
    ]) {
      expect(tables.get(name)?.length, name).toBeGreaterThan(0);
    }
    const jobs = [...tables].filter(([name]) => name.startsWith("gatehouse_jobs.")).flatMap(([, rows]) => rows);
    expect(jobs.filter((row) => row.includes('"sealed"')).length).toBeGreaterThan(2);
    expect(dumps.join()).toContain(email);
  });

  it("holds no password, token or link, while mail waits, after it left, and after the sign-in", () => {
    expect(dumps).toHaveLength(4);
    for (const text of dumps) expect(secretsIn(text, secrets)).toEqual([]);
  });

  it("does not say in the queue, the mailbox or the counters who was written to", async () => {
    const blind = [...(await dump(house))].filter(([name]) => /^(gatehouse_jobs|mail|limits)\./.test(name));
    expect(secretsIn(blind.flatMap(([, rows]) => rows).join("\n"), { email })).toEqual([]);
  });
});

it("the log holds none of them either, nor anything that was sent", () => {
  expect(house.logged()).toContain("auth.signIn");
  expect(secretsIn(house.logged(), { ...secrets, email })).toEqual([]);
});

describe("whatever a thief finds in a dump opens nothing", () => {
  const stolen = async () => {
    const rows = await world.database.admin<{ value: string }[]>`
      select digest as value from auth.sessions union select id from auth.sessions
      union select digest from auth.pending_sign_ups union select id from auth.pending_sign_ups
      union select password_hash from auth.users union select password_hash from auth.pending_sign_ups`;
    const values = rows.map(({ value }) => value);
    expect(values.length).toBeGreaterThan(4);
    return values.flatMap((value) => [value, `session_${value}`, `verify_${value}`]);
  };

  it("as a session's cookie", async () => {
    for (const value of await stolen()) {
      const token = encodeURIComponent(value);
      expect((await call("session.list", {}, { token })).status, value).toBe(401);
      expect((await call("session.current", {}, { token })).text).toBe('{"result":{"data":null}}');
    }
    expect((await call("session.list", {}, { token: secrets.session })).status).toBe(200);
  });

  it("as a link", async () => {
    for (const value of await stolen()) {
      const answer = await call("auth.verifyEmail", { token: value.slice(0, 200) });
      expect(errorOf(answer)?.data.appCode, value).toBe("auth.link_invalid");
    }
  });

  it("as a password", async () => {
    for (const value of await stolen()) {
      expect(errorOf(await call("auth.signIn", { email, password: value }))?.data.appCode).toBe(
        "auth.credentials_wrong",
      );
    }
  });
});
