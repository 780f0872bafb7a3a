// Threat: two events with one digest, or one event with two: then a chain proves nothing, or fails without a reason.
import { expect, test } from "vitest";
import { canonical } from "./canonical.ts";
import { contentOf, type Facts, personalDigestOf, sealOf } from "./chain.ts";

const facts: Facts = {
  id: "evt_1",
  seq: 7,
  action: "cup.filled",
  outcome: "success",
  actorId: "usr_ada",
  organizationId: "org_a",
  target: null,
  requestId: "req_1",
  at: "2026-11-22T10:00:00.000001Z",
  detail: { litres: 2, of: ["tea", null] },
};
const link = { chain: "org_a", position: 1, previous: null, content: contentOf(facts), personalDigest: null };

test("a value has one writing, whatever order its keys came in (RFC 8785)", () => {
  expect(canonical({ b: [1, "é", { d: null, c: true }], a: 1e21, "": "\u20ac\n" })).toBe(
    '{"":"€\\n","a":1e+21,"b":[1,"é",{"c":true,"d":null}]}',
  );
  expect(contentOf({ ...facts, detail: { of: ["tea", null], litres: 2 } })).toBe(contentOf(facts));
});

test("keys are sorted by their UTF-16 units, as RFC 8785 section 3.2.3 shows", () => {
  const members = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\u{1f600}": 5, "\u0080": 6, "\u00f6": 7 };
  expect(Object.values(JSON.parse(canonical(members)))).toHaveLength(7);
  const keys = [...canonical(members).matchAll(/:(\d)/g)].map(([, value]) => Number(value));
  expect(keys).toEqual([2, 4, 6, 7, 1, 5, 3]);
});

test.each(Object.keys(facts) as (keyof Facts)[])("the digest of an event covers its %s", (key) => {
  const other = key === "detail" ? { litres: 3 } : `${facts[key]}x`;
  expect(contentOf({ ...facts, [key]: other })).not.toBe(contentOf(facts));
});

test("it covers nothing else, so that what is personal can go", () => {
  const row = { ...facts, ip: "203.0.113.7", userAgent: "vitest", personal: { name: "Ada's key" } };
  expect(contentOf(row)).toBe(contentOf(facts));
});

test.each([{ position: 2 }, { chain: "org_b" }, { previous: "x" }, { personalDigest: "x" }, { content: "x" }])(
  "a seal covers %j",
  (change) => {
    expect(sealOf({ ...link, ...change })).not.toBe(sealOf(link));
  },
);

test("digests do not change between versions: files that were exported long ago still verify", () => {
  expect(contentOf(facts)).toBe("4e8BLM_aOiGlt3yavvNFwpfybhXiiJBRpkpjT_uxcNo");
  expect(sealOf(link)).toBe("fRq_wn8prTB73GzMnzTDJ157lwdsJNDb-aeersfkEGs");
  expect(personalDigestOf({ ip: "203.0.113.7", userAgent: null, personal: null }, "salt")).toBe(
    "gqHA6erltVMobhi5Qq4gQqTQkgDaUQ75EqHHVimIXz4",
  );
});
