import { spawn } from "node:child_process";
import { delimiter, join, resolve } from "node:path";
import { QUIET } from "../dev/quiet.ts";

export const ROOT = resolve(import.meta.dirname, "../..");

/** How a command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  /** Both streams, in the order in which they came. */
  readonly output: string;
}

const ENV = {
  ...process.env,
  PATH: [join(ROOT, "node_modules/.bin"), process.env.PATH].join(delimiter),
  NO_COLOR: "1",
  FORCE_COLOR: "0",
  ...QUIET,
};

/** Runs a command in the checkout, without a shell, and keeps what it printed. */
export function capture(command: string, args: readonly string[]): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: ROOT, env: ENV, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", fail);
    child.on("close", (code) => done({ code: code ?? 1, stdout, output }));
  });
}
