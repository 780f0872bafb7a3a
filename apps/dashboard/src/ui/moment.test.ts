// Threat: a list of sign-ins that says the wrong time, and a person who trusts it.
import { expect, test } from "vitest";
import { agoOf } from "./moment.tsx";

const now = new Date("2026-11-22T12:00:00Z");
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

test.each([
  [0, "just now"],
  [1, "1 minute ago"],
  [59, "59 minutes ago"],
  [60, "1 hour ago"],
  [119, "1 hour ago"],
  [1_440, "yesterday"],
  [4_320, "3 days ago"],
  [10_080, "last week"],
  [90_000, "2 months ago"],
  [1_100_000, "2 years ago"],
])("%i minutes before is said as %j", (minutes, says) => {
  expect(agoOf(before(minutes), now)).toBe(says);
});

test("a clock that is slow does not bring the future", () => {
  expect(agoOf(before(-3), now)).toBe("just now");
});
