// Threat: an auditor who is handed a file and has to believe whoever handed it over.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Person } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ORIGIN, openHouse } from "../testing/house.ts";
import { dataOf, send } from "../testing/wire.ts";
import { readFileCommand, verifyChains, verifyLogFile } from "./audit.ts";

const PROCESS_MS = 60_000;
const run = promisify(execFile);

const house = await openHouse();
const { world, call } = house;
const { admin } = world.database;
afterAll(house.close);

const folder = mkdtempSync(join(tmpdir(), "gatehouse-audit-"));
let lines: string[];
let kid: string;
let organizationId: string;
let token: string;

const written = (name: string, content: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, `${content.join("\n")}\n`);
  return path;
};

/** Exports the organization's log. @param meanwhile happens before the link is opened */
async function exported(meanwhile = async () => {}): Promise<string[]> {
  const order = await call("audit.export", { organizationId, format: "jsonl" }, { token });
  await meanwhile();
  const { url: path } = dataOf(order) as { url: string };
  const { text } = await send(house.url, { path, headers: { Host: new URL(ORIGIN).host } });
  return text.trimEnd().split("\n");
}

beforeAll(async () => {
  const team = await world.organization("member");
  organizationId = team.organizationId;
  token = (team.people[0] as Person).token;
  for (const title of ["One", "Two", "Three"]) await call("document.create", { organizationId, title }, { token });
  lines = await exported();
  kid = (dataOf(await call("audit.verify", { organizationId }, { token })) as { signedBy: string }).signedBy;
});

test("a file that nobody touched is valid, by the key that the house names", async () => {
  const path = written("whole.jsonl", lines);
  expect((await verifyLogFile(path)).join("\n")).toContain(`Signed by ${kid}.`);
  expect((await verifyLogFile(path, kid))[0]).toContain(`valid. ${lines.length - 1} events`);
});

test("a changed file names its first bad event, and one of another key the key", async () => {
  const index = lines.findIndex((line) => line.includes("document.created"));
  const { id } = JSON.parse(lines[index] ?? "null") as { id: string };
  const changed = lines.with(index, (lines[index] ?? "").replace("document.created", "document.updated"));
  await expect(verifyLogFile(written("changed.jsonl", changed))).rejects.toThrow(`The first bad event is ${id}.`);
  await expect(verifyLogFile(written("cut.jsonl", lines.slice(0, -1)))).rejects.toThrow("not valid");
  await expect(verifyLogFile(written("whole.jsonl", lines), "another")).rejects.toThrow(
    `signed by ${kid}, and not by another alone`,
  );
  await expect(verifyLogFile(written("other.jsonl", ["{}"]))).rejects.toThrow(
    "does not begin with a line of the format",
  );
  await expect(verifyLogFile(join(folder, "none.jsonl"))).rejects.toThrow("none.jsonl");
});

test("what a file says moves nothing on the terminal", async () => {
  const [header = "", ...rest] = lines;
  const id = "evt_\r\u001b[2K\u009bwhole.jsonl: valid";
  const changed = written("loud.jsonl", [header, (rest[0] ?? "").replace(/"evt_\w+"/, JSON.stringify(id))]);
  const error = await verifyLogFile(changed).catch((thrown: Error) => thrown.message);
  expect(error).toContain("not valid. The first bad event is evt_??[2K?whole.jsonl: valid.");
});

test("the process verifies a file without environment or database, and its code says how it went", {
  timeout: PROCESS_MS,
}, async () => {
  const dataDir = join(folder, "data");
  const env = { PATH: process.env.PATH, GATEHOUSE_DATA_DIR: dataDir, DATABASE_URL: "not a database" };
  const gatehouse = (...args: string[]) =>
    run(process.execPath, ["--conditions=@gatehouse/source", join(import.meta.dirname, "main.ts"), ...args], { env });
  expect((await gatehouse("audit", "verify", written("whole.jsonl", lines), kid)).stdout).toContain("valid.");
  await expect(gatehouse("audit", "verify", written("cut.jsonl", lines.slice(0, -1)))).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("The first bad event is evt_"),
  });
  expect(existsSync(dataDir)).toBe(false);
});

test("a file that was taken after the year's new key, and ends before it, is valid by both", async () => {
  const path = written(
    "years.jsonl",
    await exported(async () => {
      await world.auth.audit.seal();
      await admin`update audit.signing_keys set created_at = created_at - interval '400 days'`;
    }),
  );
  const { kid: next } = JSON.parse(readFileSync(path, "utf8").split("\n", 1)[0] ?? "null") as { kid: string };
  expect(next).not.toBe(kid);
  for (const alone of [kid, next]) await expect(verifyLogFile(path, alone)).rejects.toThrow("whole, but signed by");
  expect((await verifyLogFile(path, kid, next))[0]).toContain("valid.");
});

test("every chain of the database is verified at once, the installation's too", async () => {
  const { audit } = world.auth;
  await audit.seal();
  const report = await verifyChains(audit);
  expect(report.length).toBeGreaterThan(2);
  await audit.seal();
  expect((await verifyChains(audit)).join("\n")).toMatch(/^installation: valid, \d+ events, signed by /m);
  const [event] = await admin`
    update audit.events set target = 'doc_other' where id = (
      select event_id from audit.seals s join audit.events e on e.id = s.event_id where e.action = 'document.created' limit 1)
    returning id`;
  await expect(verifyChains(audit)).rejects.toThrow(`not valid, the first bad event is ${event?.id}`);
});

test.each([[[]], [["audit"]], [["audit", "verify"]], [["admin", "verify", "a"]]])(
  "is no command about a file: %j",
  (args) => {
    expect(readFileCommand(args)).toBeNull();
  },
);
