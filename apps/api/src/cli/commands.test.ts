// Threat: an installation that nobody can run when it matters, or a command that half works and says it did.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { authSealed } from "@gatehouse/auth/server";
import type { Person } from "@gatehouse/auth/testing";
import { createSealer } from "@gatehouse/kernel/secrets";
import { afterAll, beforeEach, expect, test } from "vitest";
import { ORIGIN, openHouse } from "../testing/house.ts";
import { createJar, type Jar } from "../testing/jar.ts";
import { send } from "../testing/wire.ts";
import { readCommand, usage } from "./commands.ts";

const PROCESS_MS = 60_000;

const house = await openHouse();
const { auth, database } = house.world;
let person: Person;

beforeEach(async () => {
  person = await house.world.signUp();
});
afterAll(house.close);

async function gatehouse(...args: string[]): Promise<string> {
  const asked = readCommand(args);
  if (!asked) throw new Error("no command");
  const sealed = { sealer: createSealer([{ id: "1", bytes: randomBytes(32) }]), columns: authSealed };
  return (await asked.command.run({ auth, db: database.db, sealed }, asked.email)).join("\n");
}

test("an operator grants, lists and revokes the installation by address", async () => {
  expect(await gatehouse("admin", "list")).toContain("Nobody");
  expect(await gatehouse("admin", "grant", person.email.toUpperCase())).toContain("may run the installation");
  expect(await gatehouse("admin", "grant", person.email)).toContain("already");
  expect(await gatehouse("admin", "list")).toContain(person.email);
  expect(await gatehouse("admin", "list")).toContain("instance:grants instance:disable instance:impersonate");
  await expect(gatehouse("admin", "revoke", person.email)).rejects.toThrow("Let somebody else do so first");
  const second = await house.world.signUp();
  await gatehouse("admin", "grant", second.email);
  expect(await gatehouse("admin", "revoke", person.email)).toContain("no longer");
  expect(await gatehouse("admin", "revoke", person.email)).toContain("anyway");
  expect(await gatehouse("admin", "list")).not.toContain(person.email);
});

test("an account is signed out when it is disabled, and opens again when it is enabled", async () => {
  const status = async () => (await house.call("session.list", {}, { token: person.token })).status;
  expect(await status()).toBe(200);
  expect(await gatehouse("account", "disable", person.email)).toContain("signed out everywhere");
  await expect.poll(status).toBe(401);
  expect(await gatehouse("account", "enable", person.email)).toContain("may sign in");
});

const published = async () => {
  const answer = await send(house.url, { path: "/.well-known/jwks.json", headers: { Host: new URL(ORIGIN).host } });
  return (answer.json as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
};
const carrying = async (jar: Jar) =>
  (
    await jar.call(
      house,
      "session.list",
      {},
      { headers: { Cookie: `gatehouse_access=${jar.cookies.get("gatehouse_access")}` } },
    )
  ).status;

test("a key that is rotated in joins the published ones, and nothing that was signed is refused", async () => {
  const jar = createJar({ gatehouse_session: person.token });
  await jar.call(house, "session.list", {});
  const before = await published();
  const answer = await gatehouse("keys", "rotate");
  await expect.poll(published).toHaveLength(before.length + 1);
  expect(answer).toContain((await published()).at(-1));
  expect(await published()).toEqual(expect.arrayContaining(before));
  expect(await carrying(jar)).toBe(200);
});

test("keys that are replaced are refused everywhere, and a browser's session goes on with a token by the new one", async () => {
  const jar = createJar({ gatehouse_session: person.token });
  await jar.call(house, "session.list", {});
  expect(await carrying(jar)).toBe(200);
  const before = await published();
  expect(await gatehouse("keys", "replace")).toContain("signs from now on");
  await expect.poll(() => carrying(jar)).toBe(401);
  const after = await published();
  expect(after).toHaveLength(1);
  expect(before).not.toContain(after[0]);
  expect((await jar.call(house, "session.list", {})).status).toBe(200);
  expect(await carrying(jar)).toBe(200);
});

test("an address without an account is named in the refusal", async () => {
  await expect(gatehouse("admin", "grant", "nobody@example.test")).rejects.toThrow("nobody@example.test");
});

test.each([
  [[]],
  [["admin"]],
  [["admin", "grant"]],
  [["admin", "list", "extra"]],
  [["keys", "rotate", "a@example.test"]],
  [["secrets", "list"]],
  [["constructor", "x"]],
  [["admin", "grant", "a@example.test", "b@example.test"]],
])("is no command: %j", (args) => {
  expect(readCommand(args)).toBeNull();
  for (const name of [
    "admin grant EMAIL",
    "admin list ",
    "account disable EMAIL",
    "keys rotate",
    "keys replace",
    "secrets",
    "audit verify FILE [KEY ...]",
  ])
    expect(usage).toContain(name);
});

test("the process works beside a running house: its signal ends the session there, and its code says how it went", {
  timeout: PROCESS_MS,
}, async () => {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    GATEHOUSE_DATA_DIR: mkdtempSync(join(tmpdir(), "gatehouse-cli-")),
  };
  const run = (...args: string[]) =>
    new Promise<number>((resolve) => {
      const main = ["--conditions=@gatehouse/source", join(import.meta.dirname, "main.ts"), ...args];
      execFile(process.execPath, main, { env }, (error) => resolve(error ? Number(error.code) : 0));
    });
  expect(await run("account", "disable", person.email)).toBe(0);
  await expect.poll(async () => (await house.call("session.list", {}, { token: person.token })).status).toBe(401);
  expect(await run("account", "disable", "nobody@example.test")).toBe(1);
  expect(await run("account", "disabel", person.email)).toBe(2);
  expect(await run("--help")).toBe(0);
});
