// How long a page of the log takes among 1,000,000 events, and by which plan; how fast they are sealed and verified.
// pnpm bench:audit; with an argument, that many events.

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditMigrations, createAudit, type EventQuery, listEvents } from "@gatehouse/audit";
import { createJobs, createSignals, type RequestInfo } from "@gatehouse/db";
import { createTestDatabase, startEmbeddedPostgres, type TestDatabase } from "@gatehouse/db/testing";
import { type Actor, systemClock } from "@gatehouse/kernel";
import { createSealer, parseKeys } from "@gatehouse/kernel/secrets";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";

const EVENTS = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 20;
const ORGANIZATION = "org_bench";
const REQUEST: RequestInfo = { id: "bench", ip: null, userAgent: null };
/** All that the log reads of whoever asks. */
const ACTOR = { userId: "usr_1", personalOrganizationId: "org_1" } as Actor;

const print = (line: string) => void process.stdout.write(`${line}\n`);

/**
 * Nine events in ten of one organization; half of those by one actor, a third of one action, and never both; one in 10,000 of a rare
 * action, by everybody.
 */
const fill = ({ admin }: TestDatabase) => admin`
  insert into audit.events (id, action, outcome, actor_id, organization_id, target, ip, user_agent, request_id, at, detail)
  select 'evt_' || lpad(n::text, 26, '0'),
    case when n % 10000 = 0 then 'rare.thing' when n % 2 = 0 then 'document.read' when n % 3 = 0 then 'session.started' else 'document.updated' end,
    'success', case when n % 2 = 0 then 'usr_busy' else 'usr_' || n % 1000 end,
    case when n % 10 = 9 then 'org_' || n % 97 else ${ORGANIZATION} end, 'doc_' || n % 5000, '203.0.113.7', 'bench', 'req_' || n,
    timestamptz '2026-01-01' + n * interval '20 seconds', '{"note": "as long as most of them are"}'
  from generate_series(1, ${EVENTS}::int) n`;

const queries: Readonly<Record<string, EventQuery>> = {
  "first page": {},
  "deep in the middle, by cursor": { cursor: `evt_${String(Math.floor(EVENTS / 20) * 10).padStart(26, "0")}` },
  "one month, by from and to": { from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z" },
  "a common action": { action: "session.started" },
  "a rare action": { action: "rare.thing" },
  "an action of no event": { action: "none.at_all" },
  "a busy actor": { actorId: "usr_busy" },
  "an actor of few events": { actorId: "usr_7" },
  "a busy actor who never did a common action": { actorId: "usr_busy", action: "session.started" },
  "the oldest day of a rare action": { action: "rare.thing", to: "2026-01-20T00:00:00Z" },
};

const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-bench-"));
const server = await startEmbeddedPostgres({ dataDir, fsync: false });
process.env.GATEHOUSE_TEST_DATABASE_URL = server.url;
const database = await createTestDatabase([auditMigrations]);
const { db } = database;
const audit = createAudit({
  db,
  signals: createSignals(database.url, true),
  jobs: createJobs(db, [], () => {}),
  sealer: createSealer(parseKeys(`1:${randomBytes(32).toString("base64")}`)),
  clock: systemClock,
  onFault: (fault) => print(String(fault)),
});

async function timed<Result>(run: () => Promise<Result>): Promise<[milliseconds: number, Result]> {
  const start = performance.now();
  const result = await run();
  return [performance.now() - start, result];
}

interface Statement {
  readonly text: string;
  readonly params: unknown[];
}

/** The statement by which a page is read, as it leaves. */
async function statementOf(query: EventQuery): Promise<Statement> {
  const client = postgres(database.url, { max: 1 });
  const seen: Statement[] = [];
  const logger = { logQuery: (text: string, params: unknown[]) => void seen.push({ text, params }) };
  await drizzle(client, { logger }).transaction((tx) => listEvents({ tx, organizationId: ORGANIZATION }, query));
  await client.end();
  const statement = seen.find(({ text }) => text.startsWith("select"));
  if (!statement) throw new Error("nothing was read");
  return statement;
}

/** What PostgreSQL does for it, as the tenant. */
async function planOf({ text, params }: Statement): Promise<string[]> {
  const rows = await database.admin.begin(async (tx) => {
    await tx`select set_config('gatehouse.organization_id', ${ORGANIZATION}, true), set_config('role', 'gatehouse_tenant', true)`;
    return tx.unsafe(`explain (analyze, costs off, timing off, summary off, buffers off) ${text}`, params as never[]);
  });
  return rows.map((row) => String(row["QUERY PLAN"]));
}

async function measureLists(): Promise<void> {
  for (const [name, query] of Object.entries(queries)) {
    const list = () => db.tenantWork(REQUEST, ACTOR, ORGANIZATION, (work) => listEvents(work, query));
    await list();
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push((await timed(list))[0]);
    const [median = 0, worst = 0] = [times.sort((a, b) => a - b)[ROUNDS / 2], times.at(-1)];
    const [, { items }] = await timed(list);
    print(`\n${name}: ${items.length} events, median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`);
    for (const line of await planOf(await statementOf(query))) print(`    ${line}`);
  }
}

try {
  const [filling] = await timed(() => fill(database));
  await database.admin`vacuum analyze audit.events`;
  print(
    `${EVENTS} events, written in ${(filling / 1000).toFixed(0)} s; a page is one transaction, its beginning and its end included`,
  );
  await measureLists();
  const [sealing] = await timed(audit.seal);
  const [verifying, verdict] = await timed(() =>
    db.tenantWork(REQUEST, ACTOR, ORGANIZATION, (work) => audit.verify(work)),
  );
  print(`\nsealed in ${(sealing / 1000).toFixed(0)} s: ${Math.round(EVENTS / (sealing / 1000))} events a second`);
  print(`verified in ${(verifying / 1000).toFixed(0)} s: ${JSON.stringify(verdict)}`);
} finally {
  await database.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
