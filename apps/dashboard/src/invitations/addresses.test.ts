// Threat: a pasted list that invites somebody else than was meant, or drops somebody without a word.
import { expect, test } from "vitest";
import { addressesIn } from "./addresses.ts";

test("addresses are found however a list separates them", () => {
  expect(addressesIn("a@x.test, b@x.test;c@x.test\nd@x.test e@x.test\r\n\tf@x.test")).toEqual([
    "a@x.test",
    "b@x.test",
    "c@x.test",
    "d@x.test",
    "e@x.test",
    "f@x.test",
  ]);
});

test("a name beside an address is no address", () => {
  expect(addressesIn('"Lovelace, Ada" <ada@x.test>, Bob (work) <bob@x.test>')).toContain("ada@x.test");
  expect(addressesIn("Ada Lovelace <ada@x.test>, Bob <bob@x.test>")).toEqual(["ada@x.test", "bob@x.test"]);
});

test("what is no address is kept, to be named in the report", () => {
  expect(addressesIn("ada@x.test\nnot an address\n")).toEqual(["ada@x.test", "not an address"]);
});

test("an address that stands twice is one", () => {
  expect(addressesIn("ada@x.test ada@x.test")).toEqual(["ada@x.test"]);
  expect(addressesIn("  \n ,; ")).toEqual([]);
});
