// Threat: two starters pass the lock together, make the database twice or delete each other's work.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./lock.ts";

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-lock-"));
  file = join(folder, "lock");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that takes the lock and keeps it until it is killed. */
async function holdElsewhere() {
  const script = `import { withLock } from ${JSON.stringify(new URL("./lock.ts", import.meta.url).href)};
    await withLock(${JSON.stringify(file)}, () => new Promise(() => { setInterval(() => {}, 1000); console.log("held"); }));`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  return { child, held: once(child.stdout, "data") };
}

test("of many in one process one works at a time", async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await sleep(20);
    inside--;
  };
  await Promise.all(Array.from({ length: 5 }, () => withLock(file, work)));
  expect(most).toBe(1);
});

test("another process waits, also when this one has tried to take the lock twice", async () => {
  let isOtherIn = false;
  const other = await withLock(file, async () => {
    const second = withLock(file, async () => {});
    const { child, held } = await holdElsewhere();
    const entered = held.then(() => {
      isOtherIn = true;
    });
    await sleep(700);
    expect(isOtherIn).toBe(false);
    return { child, entered, second };
  });
  await other.second;
  await other.entered;
  other.child.kill("SIGKILL");
});

test("a lock ends with the process that held it, and with work that threw", async () => {
  const { child, held } = await holdElsewhere();
  await held;
  const waiting = withLock(file, async () => "in");
  child.kill("SIGKILL");
  expect(await waiting).toBe("in");
  await expect(withLock(file, () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(await withLock(file, async () => "in again")).toBe("in again");
});

test("nobody else on the machine can open the lock, and so hold it", async () => {
  await withLock(file, async () => {});
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
