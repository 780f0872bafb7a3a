// Threat: an attacker with a /64, which every hoster gives away, draws a fresh address for each guess.
import { expect, test } from "vitest";
import { addressKey } from "./address-key.ts";

test("an IPv4 address is counted by itself", () => {
  expect(addressKey("203.0.113.7")).toBe("203.0.113.7");
  expect(addressKey("203.0.113.8")).not.toBe(addressKey("203.0.113.7"));
});

test("an IPv4 address that arrives as IPv6 is the same address", () => {
  expect(addressKey("::ffff:203.0.113.7")).toBe("203.0.113.7");
  expect(addressKey("::FFFF:cb00:7107")).toBe("203.0.113.7");
});

test("all of an IPv6 /64 is one key, however it is written", () => {
  const key = addressKey("2001:db8:0:1::1");
  expect(key).toBe("2001:db8:0:1::/64");
  expect(addressKey("2001:0DB8:0000:0001:ffff:ffff:ffff:ffff")).toBe(key);
  expect(addressKey("2001:db8:0:1::1%eth0")).toBe(key);
});

test("the next IPv6 /64 is another key", () => {
  expect(addressKey("2001:db8:0:2::1")).not.toBe(addressKey("2001:db8:0:1::1"));
});

test("what is no address shares one key, so that nonsense buys no fresh points", () => {
  for (const nonsense of [null, "", "attacker-1", "203.0.113.7, 10.0.0.1", "2001:db8::/64"]) {
    expect(addressKey(nonsense)).toBe("unknown");
  }
});
