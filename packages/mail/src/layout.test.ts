// Threat: what a stranger typed (a name, a title) becomes a header, a link or markup in mail that bears our name.
import { expect, test } from "vitest";
import { render } from "./layout.ts";
import type { Letter } from "./letter.ts";

const brand = { product: "Gatehouse", origin: "https://gate.example.com" };
const letter: Letter = {
  subject: "Confirm your address",
  heading: "Confirm your address",
  paragraphs: ["Somebody signed up with it.", "The link works for one hour."],
  action: { label: "Confirm the address", path: "/verify-email", token: "verify_abc-_/+" },
  footnote: "If it was not you, do nothing.",
};
const LINK = "https://gate.example.com/verify-email#token=verify_abc-_%2F%2B";

test("a letter is complete as text and as HTML", () => {
  const { text, html, subject } = render(letter, brand);
  expect(subject).toBe("Confirm your address");
  for (const said of [
    letter.heading,
    ...letter.paragraphs,
    "Confirm the address",
    LINK,
    letter.footnote,
    "Gatehouse",
  ]) {
    expect(text).toContain(said);
    expect(html).toContain(said);
  }
});

test("one link for one action, and its token stands in the fragment", () => {
  const { html, links, text } = render(letter, brand);
  expect(links).toEqual([LINK]);
  expect([...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual([LINK]);
  expect(text.match(/https?:\/\/\S+/g)).toEqual([LINK]);
  expect(new URLSearchParams(new URL(LINK).hash.slice(1)).get("token")).toBe("verify_abc-_/+");
});

test("a letter without an action has no link", () => {
  const { action: _, ...plain } = letter;
  expect(render(plain, brand).links).toEqual([]);
  expect(render(plain, brand).html).not.toContain("href");
});

test("nothing is fetched: a mail has no image, font or script, and tells nobody that it was opened", () => {
  expect(render(letter, brand).html).not.toMatch(/<img|<link|<script|src=|url\(|@import/i);
});

test.each(["//evil.example/x", "/\\evil.example", "/\t/evil.example"])(
  "an action cannot lead off the origin by %j",
  (path) => {
    const away = { ...letter, action: { label: "Go", path: path as `/${string}` } };
    expect(() => render(away, brand)).toThrow("leads off its origin");
  },
);

test("markup in any field is shown, not obeyed", () => {
  const nasty = `"><img src=x onerror=alert(1)>'&`;
  const { html } = render(
    {
      subject: nasty,
      heading: nasty,
      paragraphs: [nasty],
      action: { label: nasty, path: `/${nasty}`, token: nasty },
      footnote: nasty,
    },
    { ...brand, product: nasty },
  );
  expect(html).not.toContain("<img");
  expect(html.match(/onerror=alert\(1\)&gt;&#39;&amp;/g)).toHaveLength(6);
  expect([...html.matchAll(/<a [^>]*>/g)]).toHaveLength(1);
});

test("line breaks and characters that turn text around cannot leave their line", () => {
  const { subject, text } = render(
    { ...letter, subject: "Hi\r\nBcc: eve@example.com", heading: "a\u202eb\u2028c\0d" },
    brand,
  );
  expect(subject).toBe("Hi Bcc: eve@example.com");
  expect(text.split("\n")[0]).toBe("a b c d");
});

test("a name in another script, and an emoji of several parts, arrive as they were typed", () => {
  expect(render({ ...letter, heading: "Größe 李 👩‍💻" }, brand).text).toContain("Größe 李 👩‍💻");
});
