import { listProcesses, type Process } from "./processes.ts";

/** The runner itself, also as a script of node's; not a shell whose command line names one. */
const RUNNER = /^(\S*\/)?(node\s+(\S*\/)?)?(npm|npx|pnpm|pnpx)(-cli)?(\.c?js)?(\s|$)/;
const POLL_MS = 1000;

/**
 * The pids from this process up to the package runner that a person started (`npx`, `pnpm`), each the parent of the one
 * before. A shell above it may end without us.
 */
export function runnersOf(pid: number, processes: readonly Process[]): number[] {
  const byPid = new Map(processes.map((one) => [one.pid, one]));
  const chain = [pid];
  let last = 0;
  for (let at = byPid.get(pid); at; at = byPid.get(at.parent)) {
    const parent = byPid.get(at.parent);
    if (!parent || parent.pid <= 1) break;
    chain.push(parent.pid);
    if (RUNNER.test(parent.command)) last = chain.length - 1;
  }
  return chain.slice(0, last + 1);
}

/** Whether each of them is still the parent of the one before: an orphan gets another. */
const isWhole = (chain: readonly number[], processes: readonly Process[]): boolean =>
  processes.length === 0 ||
  chain.every((pid, index) => {
    const parent = chain[index + 1];
    return parent === undefined || processes.some((one) => one.pid === pid && one.parent === parent);
  });

/** Tells when a runner above this process is gone: a SIGTERM that reaches `npx` alone reaches nobody else. */
export function onOrphaned(orphaned: () => void): NodeJS.Timeout {
  const chain = runnersOf(process.pid, listProcesses());
  const timer = setInterval(() => {
    if (isWhole(chain, listProcesses())) return;
    clearInterval(timer);
    orphaned();
  }, POLL_MS);
  return timer;
}
