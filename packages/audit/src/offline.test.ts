// Threat: a file that somebody changed where no seal reaches: what it says of itself, what it leaves out, what stands twice in a line.
import type { Begin, TenantWork } from "@gatehouse/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contentOf } from "./chain.ts";
import { createExports } from "./export.ts";
import { type FileVerdict, verifyFile } from "./offline.ts";
import type { EventFilter } from "./read.ts";
import { append } from "./record.ts";
import { createLogWorld, type LogWorld } from "./testing.ts";

let world: LogWorld;
beforeAll(async () => {
  world = await createLogWorld();
  await world.write("org_a", 6, { detail: { litres: 1 } });
  await world.seal();
});
afterAll(() => world.database.close());

const open = (chain: string, format: "csv" | "jsonl", filter: EventFilter = {}) => {
  const begin: Begin<TenantWork> = (fn) => world.inTenant(chain, fn);
  return createExports({ keys: world.keys, owasp: { "cup.filled": "sensitive_create" } }).open(begin, {
    format,
    filter,
  });
};
async function file(filter: EventFilter = {}): Promise<string[]> {
  let text = "";
  for await (const piece of (await open("org_a", "jsonl", filter)).pieces) text += piece;
  return text.split("\n").slice(0, -1);
}
async function verify(lines: readonly string[]): Promise<FileVerdict> {
  const stream = async function* () {
    yield* lines;
  };
  return verifyFile(stream());
}
const parse = (line: string | undefined) => JSON.parse(line ?? "null");

test("a first line that was changed is found, whatever it says", async () => {
  const [header = "", ...rest] = await file({ action: "cup.filled" });
  const said = parse(header);
  for (const change of [
    { filter: {} },
    { exportedAt: "2020-01-01T00:00:00.000Z" },
    { events: said.events - 1 },
    { owasp: {} },
    { note: "x" },
    { signature: "AAAA" },
    { kid: said.kid.slice(1) },
  ]) {
    const changed = await verify([JSON.stringify({ ...said, ...change }), ...rest]);
    expect(changed, JSON.stringify(change)).toMatchObject({ valid: false });
  }
});

test("an event that was put as one that nobody asked for is missed", async () => {
  const lines = await file();
  const { seal, ...event } = parse(lines[4]);
  const { salt: _salt, ...place } = seal;
  const skipped = { ...place, eventId: event.id, content: contentOf(event) };
  expect(await verify(lines.with(4, JSON.stringify({ skipped })))).toMatchObject({
    valid: false,
    fault: expect.stringContaining("5 events and leaves out 1"),
  });
});

test("a file that ends at an end of long ago is found", async () => {
  const early = await file();
  await world.write("org_a", 1);
  await world.seal();
  const [header = "", ...rest] = await file();
  const { until, ...others } = parse(header);
  const cut = [JSON.stringify({ ...others, until: parse(early[0]).until }), ...rest.slice(0, -1)];
  expect(until.position).toBe(cut.length);
  expect(await verify(cut)).toMatchObject({ valid: false });
  expect(await verify([JSON.stringify({ ...others, after: null, until: null })])).toMatchObject({ valid: false });
});

test.each<[string, (line: string) => string]>([
  ["stands twice in it", (line) => line.replace('"action":', '"action":"cup.washed","action":')],
  ["stands beside it", (line) => line.replace('"action":', '"note":"x","action":')],
  ["stands beside its seal", (line) => line.replace('"salt":', '"note":"x","salt":')],
  ["is its name in another vocabulary", (line) => line.replace('"sensitive_create"', "null")],
  ["is space", (line) => line.replace('"action":', '"action": ')],
])("a line is found in which what was changed %s", async (_what, change) => {
  const lines = await file();
  const changed = lines.with(1, change(lines[1] ?? ""));
  expect(changed[1]).not.toBe(lines[1]);
  expect(await verify(changed)).toMatchObject({ valid: false, firstBad: { id: parse(lines[1]).id } });
});

test("a copy that is begun while events are sealed holds as many as it says", async () => {
  let isWriting = true;
  const writing = (async () => {
    while (isWriting) {
      await world.write("org_c", 1);
      await world.seal();
    }
  })();
  for (let round = 0; round < 30; round += 1) {
    const copy = await open("org_c", "csv");
    let text = "";
    for await (const piece of copy.pieces) text += piece;
    expect(text.split("\r\n")).toHaveLength(copy.events + 2);
  }
  isWriting = false;
  await writing;
});

test("an event that somebody called like what every object has, past the catalogue, is exported and verified like any other", async () => {
  for (const action of ["constructor", "__proto__", "toString"]) {
    await world.inTenant("org_a", (work) => append(work, action));
  }
  await world.seal();
  const lines = await file();
  expect(await verify(lines)).toMatchObject({ valid: true, fault: null });
  let text = "";
  for await (const piece of (await open("org_a", "csv")).pieces) text += piece;
  expect(text).not.toContain("native code");
});
