// The threat: processes that outlive the command that started them, and a newcomer who sees no way in.
import { expect, it } from "vitest";
import { runnersOf } from "./ancestors.ts";
import { listProcesses, treeOf } from "./processes.ts";
import { announcement, readReady, taskLine } from "./ready.ts";

const at = (pid: number, parent: number, command: string) => ({ pid, parent, command });

it("what a person started is watched up to npx, and no shell above it", () => {
  const processes = [
    at(2, 1, "bash -c npx -y pnpm@12 dev & sleep 9"),
    at(3, 2, "npm exec pnpm@12 dev"),
    at(4, 3, "sh -c 'pnpm' dev"),
    at(5, 4, "node /somewhere/bin/pnpm dev"),
    at(6, 5, "node tooling/run.mjs dev"),
  ];
  expect(runnersOf(6, processes)).toEqual([6, 5, 4, 3]);
});

it("a process started by hand watches nobody", () => {
  expect(runnersOf(3, [at(2, 1, "bash"), at(3, 2, "node tooling/run.mjs dev")])).toEqual([3]);
});

it("a tree holds all that a process started", () => {
  expect(treeOf(2, [at(2, 1, "a"), at(3, 2, "b"), at(4, 3, "c"), at(5, 1, "d")])).toEqual([2, 3, 4]);
  expect(treeOf(process.ppid, listProcesses())).toContain(process.pid);
});

it("the accounts are shown once the API says that it is ready", () => {
  const line =
    '{"ready":true,"url":"http://127.0.0.1:4000","origin":"http://localhost:5173","accounts":[{"email":"a@b.test","role":"owner","password":"let me in"}]}';
  const ready = readReady(taskLine(`@gatehouse/api:dev: ${line}`) ?? "");
  expect(ready && announcement(ready)).toMatch(
    /http:\/\/localhost:5173\/dev\/mail[\s\S]*a@b\.test {2}owner {3}let me in/,
  );
  expect(readReady("listening")).toBeNull();
  expect(taskLine("@gatehouse/api:dev: cache bypass, force executing 0")).toBeUndefined();
  expect(taskLine("   • turbo 2.11.11")).toBeUndefined();
});
