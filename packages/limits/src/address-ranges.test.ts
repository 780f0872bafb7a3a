// Threat: an allow-list that lets more in than whoever wrote it can have meant, or that a spelling of the address gets around.
import { describe, expect, test } from "vitest";
import { addressRanges, readAddressRange } from "./address-ranges.ts";

describe("a range that is written down", () => {
  test.each([
    ["203.0.113.0/24", "203.0.113.0/24"],
    ["203.0.113.7", "203.0.113.7/32"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8::/32", "2001:db8::/32"],
    ["2001:0db8:0:0::1", "2001:db8::1/128"],
  ])("%s is read as %s", (text, range) => {
    expect(readAddressRange(text)).toBe(range);
  });

  test.each([
    "",
    "everywhere",
    "10.0.0.1/8",
    "2001:db8::1/32",
    "10/8",
    "010.0.0.0/8",
    "0x0a.0.0.0/8",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/8 ",
    "10.0.0.0/255.0.0.0",
    "::ffff:10.0.0.0/104",
    "::ffff:10.0.0.1",
    "fe80::1%eth0",
  ])("%j is not guessed at", (text) => {
    expect(readAddressRange(text)).toBeNull();
  });
});

describe("ranges", () => {
  const isIn = addressRanges(["203.0.113.0/24", "198.51.100.7/32", "2001:db8:1::/48"]);

  test.each([
    "203.0.113.0",
    "203.0.113.255",
    "198.51.100.7",
    "2001:db8:1::1",
    "::ffff:203.0.113.9",
    "2001:db8:1::1%eth0",
  ])("hold %s", (ip) => {
    expect(isIn(ip)).toBe(true);
  });

  test.each(["203.0.114.0", "198.51.100.8", "2001:db8:2::1", "", "203.0.113.9, 10.0.0.1", "unknown"])(
    "do not hold %j",
    (ip) => {
      expect(isIn(ip)).toBe(false);
    },
  );

  test("hold nobody whose address is not known, and without any range nobody at all", () => {
    expect(isIn(null)).toBe(false);
    expect(addressRanges([])("203.0.113.7")).toBe(false);
    expect(addressRanges(["0.0.0.0/0"])("203.0.113.7")).toBe(true);
    expect(addressRanges(["0.0.0.0/0"])("2001:db8::1")).toBe(false);
  });
});
