import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 20;

/**
 * Says what a pid from `postmaster.pid` is now. In doubt it is the server: to start a second one beside it would ruin
 * the data.
 *
 * @returns `gone`; `other`, a program that took over the number, or a dead one that nobody has buried; else `server`
 */
export function whatRuns(pid: number, serverDir: string): "gone" | "other" | "server" {
  if (!exists(pid)) return "gone";
  const { dead, command } = describe(pid);
  if (dead || (command !== null && !/^postgres/.test(command))) return "other";
  return worksElsewhere(pid, serverDir) ? "other" : "server";
}

/** Waits until a process has ended. @returns false when it still runs after `timeoutMs` */
export async function waitUntilGone(pid: number, serverDir: string, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (whatRuns(pid, serverDir) === "server") {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

// Windows has no such question: there PostgreSQL itself can tell a stale file, because it asks through a pipe.
function describe(pid: number): { dead: boolean; command: string | null } {
  if (process.platform === "win32") return { dead: false, command: null };
  const line = process.platform === "linux" ? procLine(pid) : psLine(pid);
  const match = /^(\S+) (.*)$/s.exec(line.trim());
  return match
    ? { dead: /^[ZX]/.test(match[1] ?? ""), command: match[2]?.trim().split("/").at(-1) ?? null }
    : { dead: false, command: null };
}

function procLine(pid: number): string {
  try {
    // "PID (command) STATE ...", and a command may hold brackets and spaces
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = stat.lastIndexOf(")");
    return `${stat.slice(end + 2, end + 3)} ${stat.slice(stat.indexOf("(") + 1, end)}`;
  } catch {
    return "";
  }
}

const psLine = (pid: number): string =>
  spawnSync("ps", ["-p", String(pid), "-o", "state=", "-o", "comm="], { encoding: "utf8" }).stdout ?? "";

// A postmaster works in its data folder. Compared by inode, because the folder may have been moved under it.
function worksElsewhere(pid: number, serverDir: string): boolean {
  try {
    const [cwd, data] = [statSync(`/proc/${pid}/cwd`), statSync(serverDir)];
    return cwd.ino !== data.ino || cwd.dev !== data.dev;
  } catch {
    return false;
  }
}
