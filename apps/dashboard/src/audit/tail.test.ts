// Threat: an auditor who reads a log that moves under their eyes, or who takes a held one for the newest.
import fc from "fast-check";
import { expect, test } from "vitest";
import { holdBack, newerThan } from "./tail.ts";

const log = (from: number, to: number) =>
  Array.from({ length: from - to }, (_, index) => ({ id: `evt_${from - index}` }));

test("a log that is not held shows everything, at once", () => {
  expect(holdBack(log(3, 0), null)).toEqual({ shown: log(3, 0), waiting: 0, isAtLeast: false });
});

test("whatever comes while it is held is counted, and what is shown stays where it is", () => {
  const counts = fc.record({ held: fc.integer({ min: 1, max: 50 }), came: fc.integer({ min: 0, max: 50 }) });
  fc.assert(
    fc.property(counts, ({ held, came }) => {
      const before = log(held, 0);
      expect(holdBack(log(held + came, 0), before)).toEqual({ shown: before, waiting: came, isAtLeast: false });
    }),
  );
});

test("older events that are loaded while it is held are shown below", () => {
  expect(holdBack(log(7, 0), log(5, 3)).shown).toEqual(log(5, 0));
});

test("where so many came that nothing shown is loaded any more, it stays in sight, and the count says that it is the least", () => {
  expect(holdBack(log(200, 100), log(5, 0))).toEqual({ shown: log(5, 0), waiting: 100, isAtLeast: true });
});

test("in a log that was empty every event is new", () => {
  expect(newerThan(log(2, 0), null)).toBe(2);
  expect(newerThan(log(2, 0), "evt_2")).toBe(0);
});
