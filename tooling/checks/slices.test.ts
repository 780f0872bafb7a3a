// The threat: slices that reach into each other, until no part of the auth package can be changed alone.
import { expect, it } from "vitest";
import { plant } from "./planted.ts";
import { checkSlices } from "./slices.ts";

const others = {
  "packages/auth/src/server.ts": ["export const createAuth = 1;"],
  "packages/auth/src/errors.ts": ["export const refusal = 1;"],
  "packages/auth/src/users/schema.ts": ["export const users = 1;"],
  "packages/auth/src/users/account.ts": ["export const account = 1;"],
  "packages/auth/src/trpc/guards.ts": ["export const guards = 1;"],
};
const faultsOf = (path: string, line: string) => checkSlices(plant({ ...others, [path]: [line] }));
const SLICE = "packages/auth/src/sessions/sessions.ts";

it.each([
  [SLICE, 'import { refusal } from "../errors.ts";'],
  [SLICE, 'import { users } from "../users/schema.ts";'],
  [SLICE, 'import type { Account } from "../users/account.ts";'],
  [SLICE, 'import { account } from "../users/account.ts";'],
  ["packages/auth/src/users/email.ts", 'import { account } from "./account.ts";'],
  ["packages/auth/src/trpc/auth.router.ts", 'import { account } from "../users/account.ts";'],
  ["packages/auth/src/server.ts", 'import { guards } from "./trpc/guards.ts";'],
  ["packages/auth/src/sessions/sessions.test.ts", 'import { account } from "../users/account.ts";'],
])("%s may say: %s", (path, line) => {
  expect(faultsOf(path, line)).toEqual([]);
});

it.each([
  [SLICE, 'import { guards } from "../trpc/guards.ts";', "nothing inside knows the rim"],
  ["packages/auth/src/deps.ts", 'import { guards } from "./trpc/guards.ts";', "nothing inside knows the rim"],
  [SLICE, 'import { createAuth } from "../server.ts";', "nothing inside imports an entry"],
])("%s may not say: %s", (path, line, says) => {
  expect(faultsOf(path, line)).toEqual([expect.stringContaining(says)]);
});

const ring = (...lines: readonly (readonly [slice: string, line: string])[]) =>
  checkSlices(
    plant({
      ...others,
      ...Object.fromEntries(lines.map(([slice, line]) => [`packages/auth/src/${slice}.ts`, [line]])),
    }),
  );

it("two slices that take of each other are both refused", () => {
  const faults = ring(
    ["sessions/a", 'import { account } from "../users/account.ts";'],
    ["users/b", 'import { a } from "../sessions/a.ts";'],
  );
  expect(faults).toEqual([
    expect.stringMatching(
      /^packages\/auth\/src\/sessions\/a\.ts:1: the slice sessions imports users, which takes of it/,
    ),
    expect.stringMatching(/^packages\/auth\/src\/users\/b\.ts:1: the slice users imports sessions, which takes of it/),
  ]);
});

it("a circle over three slices is refused at each of its steps, and whoever only takes of it is not", () => {
  const faults = ring(
    ["sessions/a", 'import { b } from "../users/b.ts";'],
    ["users/b", 'import { c } from "../mfa/c.ts";'],
    ["mfa/c", 'import { a } from "../sessions/a.ts";'],
    ["passwords/d", 'import { a } from "../sessions/a.ts";'],
  );
  expect(faults.map((fault) => fault.split(":")[0])).toEqual([
    "packages/auth/src/sessions/a.ts",
    "packages/auth/src/users/b.ts",
    "packages/auth/src/mfa/c.ts",
  ]);
});

it("types and tables close no circle", () => {
  const back = (line: string) =>
    ring(["sessions/a", 'import { account } from "../users/account.ts";'], ["users/b", line]);
  expect(back('import type { A } from "../sessions/a.ts";')).toEqual([]);
  expect(back('import { sessions } from "../sessions/schema.ts";')).toEqual([]);
});
