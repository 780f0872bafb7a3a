// Threat: an open redirect. A link to our sign-in page that ends on somebody else's.
import fc from "fast-check";
import { expect, test } from "vitest";
import { nextPath } from "./next.ts";

const origin = "https://gate.example.com";

test("a page of our own is kept, query and fragment included", () => {
  expect(nextPath("/o/acme/documents?page=2#end", origin)).toBe("/o/acme/documents?page=2#end");
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "https://evil.example/",
  "https://gate.example.com.evil.example/",
  "https://gate.example.com@evil.example/",
  "javascript:alert(1)",
  "data:text/html,x",
  " //evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "",
  "documents",
])("%j leads to the first page", (wanted) => {
  expect(nextPath(wanted, origin)).toBe("/");
});

test("the gate's own pages do not lead in a circle", () => {
  expect(nextPath("/sign-in?next=/sign-in", origin)).toBe("/");
  expect(nextPath("/sign-up", origin)).toBe("/");
  expect(nextPath("/sign-in-help", origin)).toBe("/sign-in-help");
});

test("nothing asked for is the first page", () => {
  expect(nextPath(undefined, origin)).toBe("/");
});

test("whatever is asked for, the answer stays on our origin", () => {
  const piece = fc.oneof(
    fc.constantFrom("/", "\\", "//", "..", ".", "\t", "\n", "@", ":", "evil.example", "%2f"),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const next = nextPath(pieces.join(""), origin);
      expect(next.startsWith("/")).toBe(true);
      expect(new URL(next, origin).origin).toBe(origin);
    }),
  );
});
