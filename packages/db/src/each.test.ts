// Threat: one account that cannot be erased keeps all others from it, or nobody hears that it could not.
import { expect, test } from "vitest";
import { tryEach } from "./each.ts";

test("each has its turn, one after the other, and the first fault is told in the end", async () => {
  const log: string[] = [];
  const run = async (name: string) => {
    log.push(`${name} begins`);
    await Promise.resolve();
    if (name !== "c") throw new Error(name);
    log.push(`${name} is done`);
  };
  await expect(tryEach(["a", "b", "c"], run)).rejects.toThrow("a");
  expect(log).toEqual(["a begins", "b begins", "c begins", "c is done"]);
});

test("where nothing fails, nothing is thrown", async () => {
  await expect(tryEach([], () => Promise.reject(new Error("never")))).resolves.toBeUndefined();
});
