// Threat: a name that other packages lean on disappears, or an inner one becomes a promise, and nobody notices.
import { expect, test } from "vitest";

test("what the package offers is what is written here", async () => {
  const names = async (entry: Promise<object>) => Object.keys(await entry).sort();
  expect(await names(import("@gatehouse/db"))).toEqual([
    "asApplication",
    "asPerson",
    "connect",
    "createJobs",
    "createSignals",
    "inTenant",
    "migrate",
    "openDatabase",
    "readKeyUse",
    "requireKeys",
    "resealAll",
    "signal",
    "tryEach",
  ]);
  expect(await names(import("@gatehouse/db/testing"))).toEqual([
    "createTestDatabase",
    "createWire",
    "startEmbeddedPostgres",
  ]);
});
