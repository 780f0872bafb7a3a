import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CHECKOUT, end, readyOf, START_MS, startApi } from "./api.ts";

const DASHBOARD = join(CHECKOUT, "apps/dashboard");
const BUILT = "node_modules/.e2e";

/**
 * A house of its own for the journeys: the API from source on an empty data folder with the demo in it, and the
 * dashboard built with its development helpers, behind one origin. The tests find it in GATEHOUSE_E2E_*.
 */
export default async function startStack(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-e2e-"));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const children: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(children.map(end));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const api = startApi(folder, origin, { GATEHOUSE_SEED: "demo" });
    children.push(api);
    const [ready] = await Promise.all([readyOf(api), buildDashboard()]);
    children.push(vite(["preview", "--outDir", BUILT, "--port", String(port)], ready.url));
    await answers(origin);
    process.env.GATEHOUSE_E2E_ORIGIN = origin;
    process.env.GATEHOUSE_E2E_FOLDER = folder;
    process.env.GATEHOUSE_E2E_ACCOUNTS = JSON.stringify(ready.accounts);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

const vite = (args: readonly string[], api?: string): ChildProcess =>
  spawn(process.execPath, [join(DASHBOARD, "node_modules/vite/bin/vite.js"), ...args, "--logLevel", "warn"], {
    cwd: DASHBOARD,
    env: { ...process.env, ...(api && { API_URL: api }) },
    stdio: ["ignore", "inherit", "inherit"],
  });

async function buildDashboard(): Promise<void> {
  const [code] = await once(vite(["build", "--mode", "development", "--outDir", BUILT, "--emptyOutDir"]), "exit");
  if (code !== 0) throw new Error(`the dashboard does not build: vite ended with ${String(code)}`);
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`${url} does not answer`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
