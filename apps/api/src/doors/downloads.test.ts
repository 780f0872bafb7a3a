// Threat: a link to a whole log that works twice, for ever, for somebody else, or for whoever may no longer read it.
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { verifyFile } from "@gatehouse/audit";
import type { Person } from "@gatehouse/auth/testing";
import { newToken } from "@gatehouse/kernel/secrets";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { ORIGIN, openHouse } from "../testing/house.ts";
import { type Answer, dataOf, errorOf, faultsOfRefusal, send } from "../testing/wire.ts";

let now = new Date();
const house = await openHouse({ clock: () => now });
const { world, call } = house;
const { admin } = world.database;
afterAll(house.close);

const Host = new URL(ORIGIN).host;
let owner: Person;
let organizationId: string;

beforeEach(async () => {
  now = new Date(now.getTime() + 60_000);
  const team = await world.organization("admin");
  organizationId = team.organizationId;
  owner = team.people[0] as Person;
});

const ask = async (input: object = {}, token = owner.token): Promise<Answer> =>
  call("audit.export", { organizationId, format: "csv", ...input }, { token });
async function order(input: object = {}, token = owner.token): Promise<string> {
  const answer = await ask(input, token);
  expect(answer.status, answer.text).toBe(200);
  return (dataOf(answer) as { url: string }).url;
}
const download = (path: string, method = "GET") => send(house.url, { path, method, headers: { Host } });
const requireGone = (answer: Answer) => expect(faultsOfRefusal(answer, 404, "audit.download_gone")).toEqual([]);

describe("a link", () => {
  it("leads to the copy once, and then nowhere", async () => {
    const url = await order();
    const { status, headers, text } = await download(url);
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(headers["content-disposition"]).toBe(`attachment; filename=audit-${organizationId}.csv`);
    expect(headers["cache-control"]).toBe("no-store");
    expect(text).toContain('"organization.created"');
    expect(text.split("\r\n").length - 1).toBe(Number(headers["x-total-lines"]));
    requireGone(await download(url));
  });

  it("is spent by one of twenty at once", async () => {
    const url = await order();
    const answers = await Promise.all(Array.from({ length: 20 }, () => download(url)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(19);
  });

  it("is good for five minutes", async () => {
    const [early, late] = [await order(), await order()];
    now = new Date(now.getTime() + 299_000);
    expect((await download(early)).status).toBe(200);
    now = new Date(now.getTime() + 2_000);
    requireGone(await download(late));
  });

  it("is not spent by looking at it without fetching it", async () => {
    const url = await order();
    for (const method of ["HEAD", "POST", "OPTIONS", "DELETE"]) {
      const answer = await download(url, method);
      expect(answer.status, method).toBe(405);
      expect(answer.headers.allow).toBe("GET");
    }
    expect((await download(url)).status).toBe(200);
  });

  it("opens nothing by a token that is none, or of another purpose, which is not spent", async () => {
    for (const token of ["", "download_none", newToken("download"), owner.token]) {
      requireGone(await download(`/downloads?token=${encodeURIComponent(token)}`));
    }
    requireGone(await download("/downloads"));
    const other = (await order()).split("=")[1] ?? "";
    const answer = await call("account.confirmEmailChange", { token: other });
    expect(errorOf(answer)?.data.appCode).toBe("auth.link_invalid");
    expect((await download(`/downloads?token=${other}`)).status).toBe(200);
  });

  it("stands in no log and in no row", async () => {
    const url = await order();
    const token = url.split("=")[1] ?? "";
    expect(token.length).toBeGreaterThan(40);
    await download(url);
    expect(house.logged()).toContain("/downloads");
    expect(house.logged()).not.toContain(token);
    const rows =
      await admin`select to_jsonb(l)::text as row from auth.links l union all select to_jsonb(e)::text from audit.events e`;
    expect(rows.map(({ row }) => row).join()).not.toContain(token);
  });
});

/** Moments of years that the database does not know by these names. */
const NO_YEARS = [
  { from: "0000-01-01" },
  { from: "0001-01-01T00:00:00+23:59" },
  { to: "9999-12-31T23:59:59-23:59" },
  { to: "0000-12-31T23:59:59Z" },
];

describe("a copy is asked for", () => {
  it("only after a proof of a moment ago", async () => {
    now = new Date(now.getTime() + 11 * 60_000);
    const answer = await ask();
    expect(answer.status).toBe(403);
    expect(errorOf(answer)?.data.appCode).toBe("access.step_up_required");
  });

  it("not more than twenty times an hour from one address", async () => {
    const from = "198.19.255.1";
    const ask = () => call("audit.export", { organizationId, format: "csv" }, { token: owner.token, ip: from });
    for (let times = 0; times < 20; times += 1) expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(429);
  });

  it("in a form that there is, and for moments that there are", async () => {
    for (const input of [{ format: "xml" }, { from: "yesterday" }, { to: "2026-13-01" }, { action: 1 }, ...NO_YEARS]) {
      expect((await ask(input)).status, JSON.stringify(input)).toBe(400);
    }
    for (const input of NO_YEARS) {
      const listed = await call("audit.list", { organizationId, ...input }, { token: owner.token });
      expect(listed.status, JSON.stringify(input)).toBe(400);
    }
  });
});

describe("a link of somebody who", () => {
  it("signed out leads nowhere", async () => {
    const token = await house.startSession(owner);
    const url = await order({}, token);
    await call("auth.signOut", {}, { token });
    requireGone(await download(url));
  });

  it("may no longer take copies leads nowhere", async () => {
    const url = await order();
    await admin`
      insert into auth.memberships (organization_id, user_id, role, created_at)
      select ${organizationId}, ${(await world.signUp()).userId}, 'owner', now()`;
    await admin`update auth.memberships set role = 'member' where organization_id = ${organizationId} and user_id = ${owner.userId}`;
    requireGone(await download(url));
  });

  it.each([
    ["is elsewhere than the organization allows", { address_ranges: ["203.0.113.0/24"] }, 0],
    ["signed in too long ago for the organization", { session_hours: 1 }, 61],
    ["has an address of no domain that the organization allows", { email_domains: ["acme.example"] }, 0],
  ])("%s leads nowhere", async (_who, rule, minutes) => {
    now = new Date(now.getTime() + minutes * 60_000);
    const url = await order({}, await house.startSession(owner));
    const rules = { mfa_for_all: false, mfa_roles: [], email_domains: [], address_ranges: [], updated_at: now };
    await admin`insert into auth.requirements ${admin({ organization_id: organizationId, ...rules, ...rule })}`;
    now = new Date(now.getTime() + minutes * 60_000);
    // The link itself is good for five minutes only.
    await admin`update auth.links set expires_at = ${new Date(now.getTime() + 60_000)} where purpose = 'download'`;
    requireGone(await download(url));
  });

  it("lost the right while the copy was on its way gets no more of it", async () => {
    await admin`
      insert into audit.events (id, action, outcome, organization_id, request_id, at)
      select 'evt_' || ${organizationId} || n, 'cup.spun', 'success', ${organizationId}, 'r', now() from generate_series(1, 3000) n`;
    const token = (await order({ format: "jsonl" })).split("=")[1] ?? "";
    const { copy } = await world.auth.downloads.open(world.request(), token);
    const pieces = copy.pieces[Symbol.asyncIterator]();
    await pieces.next();
    expect((await pieces.next()).value).toContain("cup.spun");
    await admin`delete from auth.sessions where user_id = ${owner.userId}`;
    await expect(pieces.next()).rejects.toMatchObject({ code: "audit.download_gone" });
  });
});

it("a copy in JSON lines verifies offline, holds what was asked for, and as many lines as it said", async () => {
  const before = await download(await order({ format: "jsonl", action: "organization.created" }));
  expect(before.headers["content-type"]).toBe("application/jsonl; charset=utf-8");
  const lines = before.text.trimEnd().split("\n");
  expect(lines).toHaveLength(Number(before.headers["x-total-lines"]));
  const stream = async function* () {
    yield* lines;
  };
  expect(await verifyFile(stream())).toMatchObject({ valid: true, events: 1 });
  expect(before.text).toContain('"owasp":"sensitive_create"');
});

it("a copy that breaks off does not look whole, and our own log says that it did", async () => {
  await admin`
    insert into audit.events (id, action, outcome, organization_id, request_id, at)
    select 'evt_' || ${organizationId} || n, 'cup.spun', 'success', ${organizationId}, 'r', now() from generate_series(1, 3000) n`;
  await world.auth.audit.seal();
  const url = await order({ format: "jsonl" });
  await admin`delete from audit.events where id = ${`evt_${organizationId}2900`}`;
  await expect(download(url)).rejects.toThrow();
  await expect.poll(house.logged).toContain("has a hole after position");
});

it("a reader who leaves in the middle is no fault of ours, and holds nothing", async () => {
  await admin`
    insert into audit.events (id, action, outcome, organization_id, request_id, at, detail)
    select 'evt_' || ${organizationId} || n, 'cup.spun', 'success', ${organizationId}, 'r', now(), jsonb_build_object('of', repeat('tea ', 1000))
    from generate_series(1, 5000) n`;
  await world.auth.audit.seal();
  const logged = house.logged().length;
  const leave = new AbortController();
  const asking = get(`${house.url}${await order({ format: "jsonl" })}`, { headers: { Host }, signal: leave.signal });
  asking.on("error", () => {});
  const [answer] = (await once(asking, "response")) as [IncomingMessage];
  answer.on("error", () => {});
  await once(answer, "data");
  leave.abort();
  const since = () => house.logged().slice(logged);
  await expect.poll(since, { timeout: 10_000 }).toContain('"path":"/downloads"');
  expect(since()).toContain('"broken":true');
  expect(since()).not.toContain('"msg":"fault"');
  const [held] = await admin`
    select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`;
  expect(held).toEqual({ open: 0 });
});

it("the log says who asked for a copy and who took it", async () => {
  await download(await order({ action: "organization.created" }));
  const events = await admin`
    select action, actor_id, detail from audit.events
    where organization_id = ${organizationId} and action like 'audit.export%' order by seq`;
  expect([...events]).toEqual([
    {
      action: "audit.export_requested",
      actor_id: owner.userId,
      detail: { format: "csv", action: "organization.created" },
    },
    {
      action: "audit.exported",
      actor_id: owner.userId,
      detail: { format: "csv", events: 1, action: "organization.created" },
    },
  ]);
});
