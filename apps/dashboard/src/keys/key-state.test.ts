// Threat: a key that is taken for a live one after its end, or for a dead one while it still opens.
import { expect, test } from "vitest";
import { endOf, stateOf } from "./key-state.ts";

const now = new Date("2026-11-22T12:00:00.000Z");
const [before, soon, late] = ["2026-11-22T12:00:00.000Z", "2026-11-23T12:00:00.000Z", "2027-02-20T12:00:00.000Z"];

test.each([
  ["works", { expiresAt: late, rotatedUntil: null }, late],
  ["rolled", { expiresAt: late, rotatedUntil: soon }, soon],
  ["ended", { expiresAt: before, rotatedUntil: null }, before],
  ["ended", { expiresAt: late, rotatedUntil: before }, before],
  ["ended", { expiresAt: before, rotatedUntil: soon }, before],
] as const)("a key is %s by whichever of its ends comes first: %j", (state, key, end) => {
  expect(stateOf(key, now)).toBe(state);
  expect(endOf(key)).toBe(end);
});
