// Threat: a cookie that is read out of another one's name or value.
import { expect, test } from "vitest";
import { cookieIn } from "./cookie-header.ts";

test.each([
  ["a=1", "a", "1"],
  ["a=1; b=2", "b", "2"],
  ["a=1;b=2", "b", "2"],
  ["  a = 1", "a", null],
  ["  a=1  ; b=2", "a", "1"],
  ["a=1; a=2", "a", "2"],
  ["a=1; a=", "a", null],
  ["a=x=y==; b=2", "a", "x=y=="],
  ["", "a", null],
  ["a", "a", null],
  ["=1", "a", null],
])("in %j the cookie %s is %j", (header, name, value) => {
  expect(cookieIn(header, name)).toBe(value);
});

test("a name that ends alike is another cookie, and a value that looks like a pair is a value", () => {
  expect(cookieIn("__Host-gatehouse_session=1", "gatehouse_session")).toBeNull();
  expect(cookieIn("other=gatehouse_session=1", "gatehouse_session")).toBeNull();
  expect(cookieIn("other=x gatehouse_session=1", "gatehouse_session")).toBeNull();
  expect(
    cookieIn("gatehouse_session=mine; __Host-gatehouse_session=1; x=gatehouse_session=2", "gatehouse_session"),
  ).toBe("mine");
});
