// Threat: a form that offers the first hundred of a list, and never the owner, or the role, that comes after them.
import { expect, test } from "vitest";
import { everyPage } from "./every-page.ts";

const list = ["ada", "ben", "cem", "dot", "eve"];

/** Two of the list at a time, as the API answers. */
const twoOf = (asked: (string | null)[]) => async (cursor: string | null) => {
  asked.push(cursor);
  const start = cursor === null ? 0 : list.indexOf(cursor) + 1;
  const items = list.slice(start, start + 2);
  return { items, nextCursor: start + 2 < list.length ? (items.at(-1) ?? null) : null };
};

test("a list is asked for until its end, each page once and in its order", async () => {
  const asked: (string | null)[] = [];
  expect(await everyPage(twoOf(asked))).toEqual({ items: list, nextCursor: null });
  expect(asked).toEqual([null, "ben", "dot"]);
});

test("an empty list is whole at once", async () => {
  expect(await everyPage(async () => ({ items: [], nextCursor: null }))).toEqual({ items: [], nextCursor: null });
});

test("what is refused on the way refuses the whole: a part is not taken for all", async () => {
  const broken = everyPage(async (cursor) => {
    if (cursor !== null) throw new Error("gone");
    return { items: ["ada"], nextCursor: "ada" };
  });
  await expect(broken).rejects.toThrow("gone");
});
