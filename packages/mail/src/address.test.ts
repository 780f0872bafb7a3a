// Threat: a recipient that is more than one recipient, or a header.
import { expect, test } from "vitest";
import { requireOneAddress } from "./address.ts";

test.each(["ada@example.com", "o'hara+tag@sub.example.co", "größe@müller.example", "a@localhost"])(
  "%s is one address",
  (address) => {
    expect(requireOneAddress(address)).toBe(address);
  },
);

test.each([
  "ada@example.com\r\nBcc: eve@example.com",
  "ada@example.com\nX: y",
  "ada@example.com, eve@example.com",
  "ada@example.com;eve@example.com",
  "Ada <ada@example.com>",
  "<ada@example.com>",
  '"a@b"@example.com',
  "ada@example.com\0",
  "ada@example.com ",
  "group: ada@example.com;",
  "ada@@example.com",
  "ada",
  "",
  `${"a".repeat(65)}@example.com`,
])("%j is refused, and not repeated", (address) => {
  expect(() => requireOneAddress(address)).toThrow(/^a mail's recipient is not one plain address$/);
});
