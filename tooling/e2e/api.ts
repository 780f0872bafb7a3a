import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

export const CHECKOUT = resolve(import.meta.dirname, "../..");
export const START_MS = 60_000;

/** What the API says of itself when it listens. */
export interface Ready {
  readonly url: string;
  readonly accounts: readonly object[];
}

/** Starts an instance of the API from source, on the data in a folder, for a browser at that origin. */
export function startApi(folder: string, origin: string, settings: NodeJS.ProcessEnv): ChildProcess {
  const env = {
    ...process.env,
    PORT: "0",
    APP_ORIGIN: origin,
    GATEHOUSE_DATA_DIR: folder,
    GATEHOUSE_LIMITS: "relaxed",
    ...settings,
  };
  const args = ["--conditions=@gatehouse/source", "apps/api/src/main.ts"];
  return spawn(process.execPath, args, { cwd: CHECKOUT, env, stdio: ["ignore", "pipe", "inherit"] });
}

/** Waits for the one line of JSON with which the API says that it listens. */
export function readyOf(api: ChildProcess): Promise<Ready> {
  return new Promise((done, fail) => {
    if (api.stdout) {
      createInterface({ input: api.stdout }).on("line", (line) => {
        if (line.startsWith('{"ready":true')) done(JSON.parse(line) as Ready);
      });
    }
    api.once("exit", (code) => fail(new Error(`the API ended with ${code} before it was ready`)));
    setTimeout(() => fail(new Error("the API is not ready after a minute")), START_MS).unref();
  });
}

/** Asks a process to end, and sees to it that it does. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await Promise.race([ended, sleep(15_000, undefined, { ref: false }).then(() => child.kill("SIGKILL"))]);
}
