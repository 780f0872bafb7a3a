// What a permission check costs through tRPC, with the verified token in memory: the same procedure with our guard and without any,
// in turns, in one process. Counted is the server's own processor time, which says the same on a busy machine; the bare call stands
// there twice, so that its two lines show the noise.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, get, type OutgoingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { startEmbeddedPostgres } from "@gatehouse/db/testing";

const ROUNDS = 25;
const CALLS = 1_500;
const CONNECTIONS = 8;
const SERVER = new URL("./permission-server.ts", import.meta.url);

interface Ready {
  readonly url: string;
  readonly organizationId: string;
  readonly session: string;
  readonly token: string;
  readonly key: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function ask(url: string, headers: OutgoingHttpHeaders): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = get(url, { agent, headers }, (answer) => {
      text(answer).then((body) => (answer.statusCode === 200 ? resolve() : reject(new Error(body))), reject);
    });
    outgoing.on("error", reject);
  });
}

async function usage(): Promise<number> {
  server.send("usage");
  const [microseconds] = (await once(server, "message")) as [number];
  return microseconds;
}

/** @returns the server's processor time for a call, in microseconds */
async function load(url: string, headers: OutgoingHttpHeaders): Promise<number> {
  const before = await usage();
  const connection = async () => {
    for (let call = 0; call < CALLS / CONNECTIONS; call += 1) await ask(url, headers);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return ((await usage()) - before) / CALLS;
}

async function measure({ url, organizationId, session, token, key }: Ready): Promise<void> {
  const at = (mount: string) => `${url}/${mount}/ask?input=${encodeURIComponent(JSON.stringify({ organizationId }))}`;
  const arms: Record<string, () => Promise<number>> = {
    "without auth": () => load(at("bare"), {}),
    "by cookie": () => load(at("guarded"), { cookie: `gatehouse_session=${session}; gatehouse_access=${token}` }),
    "by bearer": () => load(at("guarded"), { authorization: `Bearer ${token}` }),
    "by API key": () => load(at("guarded"), { authorization: `Bearer ${key}` }),
    "without, again": () => load(at("bare"), {}),
  };
  const costs = new Map<string, number[]>(Object.keys(arms).map((name) => [name, []]));
  for (const arm of Object.values(arms)) await arm();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, arm] of Object.entries(arms)) costs.get(name)?.push(await arm());
  }
  const costOf = (name: string) => median(costs.get(name) ?? []);
  const base = costOf("without auth");
  print("a permission check through tRPC, the token in memory, beside the same call without auth");
  for (const [name, values] of costs) {
    const cost = median(values);
    print(
      `  ${name.padEnd(16)}${cost.toFixed(0).padStart(6)} us of processor a call   ratio ${(cost / base).toFixed(2)}`,
    );
  }
  print(
    `  an API key, its calls counted, beside a cookie: ratio ${(costOf("by API key") / costOf("by cookie")).toFixed(2)}`,
  );
}

const dataDir = await mkdtemp(join(tmpdir(), "gatehouse-bench-"));
const database = await startEmbeddedPostgres({ dataDir, fsync: false });
const env = { GATEHOUSE_TEST_DATABASE_URL: database.url };
const server = fork(SERVER, { env, execArgv: ["--conditions=@gatehouse/source"] });
try {
  const [ready] = (await once(server, "message")) as [Ready];
  await measure(ready);
} finally {
  agent.destroy();
  if (server.connected) server.send("stop");
  if (server.exitCode === null) await once(server, "exit");
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}
