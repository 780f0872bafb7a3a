// Threat: a stolen password is taken, the list learns the password, or the list's silence closes the door.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { breachesAt, isBreached } from "./breaches.ts";

/** SHA-1 of "password" is 5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8. */
const RANGE = "1D2DA4053E34E76F6576ED1DA63134B5E2A:0\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:9659365\r\n";
const asked: string[] = [];
const faults: unknown[] = [];
const server = createServer((req, res) => {
  asked.push(req.url ?? "");
  if (req.url?.startsWith("/silent/")) return;
  if (req.url?.startsWith("/broken/")) res.statusCode = 500;
  res.end(RANGE);
});
let origin: string;

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (path: string, password: string) =>
  isBreached(breachesAt(`${origin}${path}`), password, (fault) => faults.push(fault));

test("a stolen password is known, and the list hears five digits of its digest alone", async () => {
  expect(await ask("/range/", "password")).toBe(true);
  expect(asked).toEqual(["/range/5BAA6"]);
});

test("padding and other passwords of the range are not taken for it", async () => {
  expect(await ask("/range/", "another password")).toBe(false);
});

test("a list that fails or is silent lets the password pass, and somebody hears of it", async () => {
  expect(await ask("/broken/", "password")).toBe(false);
  expect(await ask("/silent/", "password")).toBe(false);
  expect(faults).toHaveLength(2);
});
