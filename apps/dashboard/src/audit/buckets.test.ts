// Threat: a night of refused sign-ins does not show in the picture of the day.
import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketsOf } from "./buckets.ts";

const moments = fc
  .date({ min: new Date("1990-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());
const events = fc.array(fc.record({ at: moments, outcome: fc.constantFrom("success", "refused") }), { minLength: 1 });

test("every event stands in one column, and there are 49 columns at most", () => {
  fc.assert(
    fc.property(events, (happened) => {
      const { buckets } = bucketsOf(happened);
      const refused = happened.filter(({ outcome }) => outcome === "refused").length;
      expect(buckets.length).toBeLessThanOrEqual(49);
      expect(buckets.reduce((sum, bucket) => sum + bucket.refused, 0)).toBe(refused);
      expect(buckets.reduce((sum, bucket) => sum + bucket.success, 0)).toBe(happened.length - refused);
    }),
  );
});

test("a quiet minute between two events is a column too", () => {
  const at = (minute: number) => ({ at: `2026-11-22T08:0${minute}:30Z`, outcome: "success" });
  expect(bucketsOf([at(3), at(1)]).buckets.map(({ success }) => success)).toEqual([1, 0, 1]);
});
