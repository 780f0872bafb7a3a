// Threat: a copy that was changed on its way to whoever judges by it, that hides a part, or that runs as a formula where it is opened.
import type { Begin, TenantWork } from "@gatehouse/db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csvLine } from "./csv.ts";
import { createExports, type Export, type ExportOrder } from "./export.ts";
import { type FileVerdict, verifyFile } from "./offline.ts";
import { erasePerson } from "./personal.ts";
import { append } from "./record.ts";
import { actorOf, createLogWorld, type LogWorld, REQUEST } from "./testing.ts";

let world: LogWorld;
const exports = () => createExports({ keys: world.keys, owasp: { "cup.filled": "sensitive_create" } });
const begin: Begin<TenantWork> = (fn) => world.inTenant("org_a", fn);

beforeAll(async () => {
  world = await createLogWorld();
  const { db } = world.database;
  for (const name of ["ada", "ben"]) {
    for (let round = 0; round < 3; round += 1) {
      await db.tenantWork(REQUEST, actorOf(name), "org_a", async (work) => {
        await append(work, "cup.filled", { detail: { litres: round }, personal: { name: `=cmd|${name}` } });
        await append(work, "cup.broken", { target: "\ttab" });
      });
    }
  }
  await world.write("org_b", 3);
  await world.seal();
});
afterAll(() => world.database.close());

const open = (order: ExportOrder): Promise<Export> => exports().open(begin, order);
async function textOf({ pieces }: Export): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}
const linesOf = (text: string): string[] => text.split("\n").slice(0, -1);
async function* stream(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
const file = async (filter: ExportOrder["filter"] = {}) =>
  linesOf(await textOf(await open({ format: "jsonl", filter })));
const verify = (lines: readonly string[]): Promise<FileVerdict> => verifyFile(stream(lines));
const parse = (line: string | undefined) => JSON.parse(line ?? "null");

describe("as CSV", () => {
  test("every event is one line, after a line of names, and as many as were announced", async () => {
    const copy = await open({ format: "csv", filter: {} });
    const text = await textOf(copy);
    const lines = text.split("\r\n");
    expect(lines.pop()).toBe("");
    expect(copy.events).toBe(12);
    expect(copy.lines).toBe(13);
    expect(lines).toHaveLength(13);
    expect(lines[0]).toBe(
      '"id","at","action","owasp","outcome","actorId","organizationId","target","ip","userAgent","requestId","detail","position"',
    );
    expect(lines[1]).toMatch(
      /^"evt_\w+","[\d-]+T[\d:.]+Z","cup.filled","sensitive_create","success","usr_ada","org_a",""/,
    );
    expect(text).not.toContain("org_b");
  });

  test("only what was asked for is in it", async () => {
    const copy = await open({ format: "csv", filter: { action: "cup.broken", actorId: "usr_ben" } });
    expect(copy.lines).toBe(4);
    expect((await textOf(copy)).match(/"cup\.broken"/g)).toHaveLength(3);
  });

  test.each([
    ["=1+1", `"'=1+1"`],
    ["+1", `"'+1"`],
    ["-1", `"'-1"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["\t=1", `"'\t=1"`],
    ["\r=1", `"' =1"`],
    ["\n=1", `"' =1"`],
    ["\uff1d1", `"'\uff1d1"`],
    [" =1+1", `"' =1+1"`],
    ["\u00a0\u200b=1", `"'\u00a0\u200b=1"`],
    ["\v@1", `"'\v@1"`],
    ["\ufe66\u2212", `"'\ufe66\u2212"`],
    [" a=1", '" a=1"'],
    ['say "=1"', '"say ""=1"""'],
    ["a,b;c", '"a,b;c"'],
    ["a\r\nb", '"a b"'],
    [null, '""'],
    [7, '"7"'],
  ])("a cell of %j runs nowhere: %s", (cell, written) => {
    expect(csvLine([cell])).toBe(`${written}\r\n`);
  });
});

describe("as lines of JSON", () => {
  test("a copy says what it holds, and holds the events as the contract shows them", async () => {
    const [header, first, ...rest] = await file();
    expect(parse(header)).toMatchObject({
      format: "gatehouse-audit-1",
      chain: "org_a",
      events: 12,
      lines: 12,
      after: null,
    });
    expect(parse(first)).toMatchObject({
      action: "cup.filled",
      actorId: "usr_ada",
      organizationId: "org_a",
      ip: REQUEST.ip,
      userAgent: REQUEST.userAgent,
      outcome: "success",
      requestId: "req_1",
      detail: { litres: 0 },
      owasp: "sensitive_create",
    });
    expect(rest).toHaveLength(11);
  });

  test("it is verified without the database", async () => {
    const [kid] = await world.database.admin`select kid from audit.signing_keys`;
    expect(await verify(await file())).toMatchObject({
      valid: true,
      checked: 12,
      firstBad: null,
      events: 12,
      skipped: 0,
      emptied: 0,
      signedBy: [kid?.kid],
    });
  });

  test("one byte that was changed is found, whatever line and letter it is in", async () => {
    const lines = await file();
    const [, ...ids] = lines.map((line) => parse(line).id as string);
    for (const [index, line] of lines.entries()) {
      if (index === 0) continue;
      for (const [from, to] of [
        ["usr_", "usr-"],
        ["success", "refused"],
        ["203.0", "203.1"],
        ['"litres":', '"liters":'],
        ["=cmd", "-cmd"],
      ] as const) {
        if (!line.includes(from)) continue;
        const changed = lines.with(index, line.replace(from, to));
        expect(await verify(changed)).toMatchObject({ valid: false, firstBad: { id: ids[index - 1] } });
      }
    }
  });

  test("a line that was taken away, put in, doubled or moved is found", async () => {
    const lines = await file();
    const idAt = (index: number) => ({ valid: false, firstBad: { id: parse(lines[index]).id } });
    expect(await verify(lines.toSpliced(4, 1))).toMatchObject(idAt(5));
    expect(await verify(lines.toSpliced(4, 0, lines[4] ?? ""))).toMatchObject(idAt(4));
    expect(await verify(lines.with(4, lines[6] ?? "").with(6, lines[4] ?? ""))).toMatchObject(idAt(6));
    expect(await verify(lines.slice(0, -1)), "the end is cut off").toMatchObject(idAt(12));
    expect(await verify(lines.slice(0, 1)), "all of it").toMatchObject({ valid: false });
  });

  test("a checkpoint that was changed, of another key, or of another chain is found", async () => {
    const [header = "", ...rest] = await file();
    const { until, keys, ...others } = parse(header);
    const forged = (change: object) => verify([JSON.stringify({ ...others, until, keys, ...change }), ...rest]);
    expect(await forged({})).toMatchObject({ valid: true });
    expect(await forged({ until: { ...until, signedAt: "2020-01-01T00:00:00.000Z" } })).toMatchObject({ valid: false });
    expect(await forged({ until: { ...until, signature: "" } })).toMatchObject({ valid: false });
    expect(await forged({ keys: {} })).toMatchObject({ valid: false });
    expect(await forged({ keys: { [until.kid]: Buffer.alloc(32, 1).toString("base64url") } })).toMatchObject({
      valid: false,
    });
    expect(await forged({ chain: "org_b" })).toMatchObject({ valid: false });
    expect(await forged({ until: null })).toMatchObject({ valid: false });
  });

  test("a part that was asked for is verified over what was left out, of which it tells nothing but digests", async () => {
    const lines = await file({ action: "cup.broken", actorId: "usr_ada" });
    expect(await verify(lines)).toMatchObject({ valid: true, checked: 12, events: 3, skipped: 9 });
    expect(lines.join()).not.toContain("usr_ben");
    expect(lines.slice(1).join()).not.toContain("cup.filled");
    const index = lines.findIndex((line) => line.includes("skipped"));
    const { skipped } = parse(lines[index]);
    const changed = lines.with(index, JSON.stringify({ skipped: { ...skipped, content: `${skipped.content}x` } }));
    expect(await verify(changed)).toMatchObject({ valid: false, firstBad: { id: skipped.eventId } });
  });

  test("what matches nothing is an empty copy, and valid", async () => {
    const lines = await file({ action: "cup.lost" });
    expect(lines).toHaveLength(1);
    expect(await verify(lines)).toMatchObject({ valid: true, checked: 0, events: 0 });
  });

  test("a part of a long chain begins and ends at checkpoints near by", async () => {
    const { admin } = world.database;
    await admin`
      insert into audit.events (id, action, outcome, organization_id, request_id, at)
      select 'evt_long_' || lpad(n::text, 5, '0'), 'cup.spun', 'success', 'org_a', 'r', timestamptz '2030-01-01' + n * interval '1 second'
      from generate_series(1, 4000) n`;
    await world.seal();
    const lines = await file({ from: "2030-01-01T00:30:00Z", to: "2030-01-01T00:31:00Z" });
    expect(await verify(lines)).toMatchObject({ valid: true, events: 60 });
    expect(lines.length).toBeLessThan(2_100);
    expect(parse(lines[0]).after.position).toBeGreaterThan(0);
    const whole = await file();
    const { events } = parse(whole[0]);
    expect(events).toBeGreaterThan(4_012);
    expect(whole).toHaveLength(1 + events);
    expect(await verify(whole)).toMatchObject({ valid: true, events, skipped: 0 });
  });

  test("after a person was erased, a copy holds nothing personal of theirs, and is valid", async () => {
    await world.database.db.work({ ...REQUEST, ip: null, userAgent: null }, (work) => erasePerson(work, "usr_ada"));
    await world.seal();
    const lines = await file({ to: "2029-01-01" });
    expect(lines.join()).not.toContain("=cmd|ada");
    expect(lines.join()).toContain("=cmd|ben");
    expect(await verify(lines), "the file says why").toMatchObject({ valid: true, emptied: 0 });
    expect(await verify(await file({ actorId: "usr_ada", to: "2029-01-01" }))).toMatchObject({
      valid: true,
      emptied: 1,
    });
  });
});

test.each([
  [[], "The file does not begin"],
  [["{}"], "The file does not begin"],
  [["not json"], "Line 1 is not JSON."],
  [['"text"'], "Line 1 is no object."],
  [
    ['{"format":"gatehouse-audit-1","chain":"org_a","after":null,"until":null,"keys":{},"owasp":{}}', "{"],
    "Line 2 is not JSON.",
  ],
  [
    ['{"format":"gatehouse-audit-1","chain":"org_a","after":null,"until":null,"keys":{},"owasp":{}}', "{}"],
    "Line 2 is no event",
  ],
])("what is no such file is refused in words: %j", async (lines, says) => {
  await expect(verify(lines)).rejects.toThrow(says);
});

test("that a copy was asked for and taken is remembered", async () => {
  const order: ExportOrder = { format: "csv", filter: { action: "cup.broken" } };
  await begin((work) => exports().noteOrder(work, order));
  await open(order);
  const events = await world.database.admin`
    select action, actor_id, detail from audit.events where action like 'audit.export%' order by seq desc limit 2`;
  expect(events.reverse()).toEqual([
    { action: "audit.export_requested", actor_id: "usr_ada", detail: { format: "csv", action: "cup.broken" } },
    { action: "audit.exported", actor_id: "usr_ada", detail: { format: "csv", events: 6, action: "cup.broken" } },
  ]);
});
