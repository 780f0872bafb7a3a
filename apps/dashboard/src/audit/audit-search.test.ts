// Threat: an auditor reads a filtered log as the whole one, or misses the last day of what they asked for.
import { expect, test } from "vitest";
import { dayIn, filterOf, isFiltered } from "./audit-search.ts";

test("the last day that is asked for counts, up to its midnight UTC", () => {
  expect(filterOf({ from: "2026-02-27", to: "2026-02-28" })).toEqual({ from: "2026-02-27", to: "2026-03-01" });
});

test("what is not asked for is not sent", () => {
  expect(filterOf({ actor: "usr_1" })).toEqual({ actorId: "usr_1" });
  expect(isFiltered({ action: undefined })).toBe(false);
});

test.each(["2026-02-30", "2026-2-3", "yesterday", "2026-11-22T00:00:00Z"])("%j is no day", (text) => {
  expect(dayIn(text)).toBeUndefined();
});
