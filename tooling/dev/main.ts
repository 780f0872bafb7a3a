import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { onOrphaned } from "./ancestors.ts";
import { endTree } from "./processes.ts";
import { QUIET } from "./quiet.ts";
import { announcement, type Ready, readReady, taskLine } from "./ready.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const API_PORT = Number(process.env.PORT) || 4000;
const DASHBOARD_PORT = 5173;

const isTaken = (port: number): Promise<boolean> =>
  new Promise((answer) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.on("connect", () => answer(true)).on("error", () => answer(false));
    socket.on("connect", () => socket.destroy());
  });

async function requireFree(port: number, mend: string): Promise<void> {
  if (!(await isTaken(port))) return;
  console.error(`Port ${port} is taken: ${mend}.`);
  process.exit(1);
}

/** Starts both apps in a session of their own, so that signals reach them only through us, in order. */
function startApps(): ChildProcess {
  const env = {
    ...process.env,
    PORT: String(API_PORT),
    API_URL: `http://127.0.0.1:${API_PORT}`,
    GATEHOUSE_SEED: process.env.GATEHOUSE_SEED ?? "demo",
    ...QUIET,
  };
  const args = ["run", "dev", "--filter=@gatehouse/api", "--filter=@gatehouse/dashboard"];
  const windows = process.platform === "win32";
  return spawn("turbo", args, {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: !windows,
    shell: windows,
  });
}

/** Ends the apps when this process is killed without a chance to: its end of the pipe closes, and `cat` with it. */
function guard(pid: number): void {
  if (process.platform === "win32") return;
  const line = `cat >/dev/null; kill -TERM ${pid} 2>/dev/null`;
  spawn("sh", ["-c", line], { stdio: ["pipe", "ignore", "ignore"], detached: true }).unref();
}

/** Passes on what the apps print, but for the line that says that the API is ready. */
function listenTo(apps: ChildProcess, onReady: (ready: Ready) => void): void {
  for (const stream of [apps.stdout, apps.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on("line", (line) => {
      const said = taskLine(line);
      const ready = said === undefined ? null : readReady(said);
      if (ready) onReady(ready);
      else if (said) console.log(said);
    });
  }
}

async function announce(ready: Ready): Promise<void> {
  while (!(await isTaken(DASHBOARD_PORT))) await sleep(100);
  console.log(announcement(ready));
}

await requireFree(API_PORT, "end what listens there, or set PORT");
await requireFree(DASHBOARD_PORT, "end what listens there");
const apps = startApps();
const pid = apps.pid;
if (pid === undefined) throw new Error("turbo does not start: run this through pnpm");
guard(pid);
const ended = new Promise<number>((done) => apps.on("close", (code) => done(code ?? 1)));
let isAnnounced = false;
listenTo(apps, (ready) => {
  // The API says it again after each change of its sources.
  if (!isAnnounced) void announce(ready);
  isAnnounced = true;
});

let ending: Promise<void> | undefined;
const end = () => {
  ending ??= endTree(pid);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
const watch = onOrphaned(end);

const code = await ended;
clearInterval(watch);
if (ending === undefined) console.error("The apps ended by themselves.");
await ending;
process.exit(ending === undefined ? code : 0);
