import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** One running process. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

const STAT = /^\d+ \(.*\) (\S) (\d+) /s;
const ROW = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/;

/** Every living process of this machine; those that are dead and not yet collected are left out. None where nothing tells. */
export function listProcesses(): Process[] {
  try {
    return process.platform === "linux" ? fromKernel() : fromTable();
  } catch {
    return [];
  }
}

/** Linux tells by itself: a slim container has no `ps`. */
const fromKernel = (): Process[] =>
  readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const [, state, parent] = STAT.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      return state === "Z" ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    } catch {
      return []; // it ended while we read
    }
  });

const fromTable = (): Process[] =>
  execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
    .split("\n")
    .flatMap((line) => {
      const [, pid, parent, state, command = ""] = ROW.exec(line) ?? [];
      return pid === undefined || state?.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });

/** The pids under a process, itself included. */
export function treeOf(pid: number, processes: readonly Process[]): number[] {
  const children = processes.filter(({ parent }) => parent === pid);
  return [pid, ...children.flatMap((child) => treeOf(child.pid, processes))];
}

const send = (pid: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
};

const PATIENCE_MS = 15_000;

/** Asks a process to end, waits until all that it started are gone, and ends by force what is not. */
export async function endTree(pid: number): Promise<void> {
  let left = treeOf(pid, listProcesses());
  send(pid, "SIGTERM");
  const deadline = Date.now() + PATIENCE_MS;
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(50);
    left = left.filter((one) => send(one, 0));
  }
  for (const one of left) send(one, "SIGKILL");
}
