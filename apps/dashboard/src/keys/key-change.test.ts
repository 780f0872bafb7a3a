// Threat: a key that opens from anywhere, because somebody gave it another name.
import { expect, test } from "vitest";
import { changeOf, valuesOf } from "./key-change.ts";

const key = { name: "Till", ipRanges: ["203.0.113.0/24", "2001:db8::/32"] };

test("another name leaves the networks as they are", () => {
  expect(changeOf(key, { ...valuesOf(key), name: " Counter " })).toEqual({ name: "Counter" });
});

test("what was left as it is changes nothing, in whatever order it is written", () => {
  expect(changeOf(key, valuesOf(key))).toEqual({});
  expect(changeOf(key, { name: "Till", ipRanges: "2001:db8::/32, 203.0.113.0/24\n" })).toEqual({});
});

test("the networks are those that are written, and none where nothing is", () => {
  expect(changeOf(key, { name: "Till", ipRanges: "203.0.113.0/24\n198.51.100.7" })).toEqual({
    ipRanges: ["203.0.113.0/24", "198.51.100.7"],
  });
  expect(changeOf(key, { name: "Till", ipRanges: " \n" })).toEqual({ ipRanges: [] });
});

test("one network twice is not two networks", () => {
  expect(changeOf(key, { name: "Till", ipRanges: "203.0.113.0/24 203.0.113.0/24" })).toEqual({
    ipRanges: ["203.0.113.0/24"],
  });
});
