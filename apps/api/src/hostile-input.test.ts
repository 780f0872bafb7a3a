// Threat: bytes that no client of ours would send, to crash a parser, to reach the database, or to make an error talk
// (OWASP API8:2023; ASVS 5.0 1.5 and 16.5).
import { Agent } from "node:http";
import type { Person } from "@gatehouse/auth/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { plantDocument } from "./testing/fixtures.ts";
import { ORIGIN, openHouse } from "./testing/house.ts";
import { dataOf, faultsOfRefusal, type Sending, send } from "./testing/wire.ts";

const house = await openHouse();
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let person: Person;

beforeAll(async () => {
  person = await house.world.signUp();
});

const HEADERS = { Host: "localhost:5173", Origin: ORIGIN, "Content-Type": "application/json" };
const cookie = () => ({ Cookie: `gatehouse_session=${person.token}` });

/** Sends from a new address over one connection, so that what a request leaves behind meets the next one. */
const over = (sending: Sending) => send(house.url, { ...sending, headers: { ...HEADERS, ...sending.headers }, agent });

const signIn = (body: string | Buffer, headers = {}): Sending => ({
  method: "POST",
  path: "/trpc/auth.signIn",
  body,
  headers,
});
const create = (fields: string): Sending => ({
  method: "POST",
  path: "/trpc/document.create",
  headers: cookie(),
  body: `{"organizationId":"${person.personalOrganizationId}",${fields}}`,
});
const query = (input: string): Sending => ({
  path: `/trpc/session.list?input=${encodeURIComponent(input)}`,
  headers: cookie(),
});

afterEach(async () => {
  const next = await over({ path: "/trpc/session.current", headers: cookie() });
  expect(next.status, "the next request on the connection is clean").toBe(200);
  expect(dataOf(next)).toMatchObject({ user: { id: person.userId } });
});
afterAll(async () => {
  agent.destroy();
  expect(house.logged(), "none of it was a fault of ours").not.toContain('"msg":"fault"');
  await house.close();
});

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const batch = (size: number, path = "session.current") => Array(size).fill(path).join(",");

describe("input that no schema of ours means is request.invalid", () => {
  it.each<[string, () => Sending]>([
    ["malformed JSON", () => signIn('{"email":')],
    ["two documents of JSON", () => signIn("{}{}")],
    ["a body that is not UTF-8", () => signIn(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))],
    ["a body of nothing", () => signIn("")],
    ["a list for an object", () => signIn("[]")],
    ["null for an object", () => signIn("null")],
    ["a number for a text", () => create('"title":1')],
    ["a list for a text", () => create('"title":["a"]')],
    ["an object for a text", () => create('"title":{"$gt":""}')],
    ["an unknown key", () => create('"title":"a","admin":true')],
    ["a missing key", () => create('"body":"a"')],
    ["NUL in a text", () => create('"title":"a\\u0000b"')],
    ["a lone high surrogate", () => create('"title":"a\\ud800b"')],
    ["a lone low surrogate", () => create('"title":"\\udc00"')],
    ["NUL in a key", () => create('"title":"a","b\\u0000":1')],
    ["a __proto__ key", () => create('"title":"a","__proto__":{"admin":true}')],
    ["a constructor key", () => create('"title":"a","constructor":{"prototype":{"admin":true}}')],
    ["a __proto__ key far inside", () => create('"title":"a","x":{"y":[{"__proto__":1}]}')],
    ["JSON 100 deep", () => create(`"title":"a","x":${nested(100)}`)],
    ["JSON 150,000 deep", () => signIn(nested(150_000))],
    ["a list 400,000 deep", () => signIn("[".repeat(400_000) + "]".repeat(400_000))],
    ["100,000 keys", () => create(`"title":"a",${Array.from({ length: 60_000 }, (_, i) => `"k${i}":1`).join()}`)],
    ["a number beyond every range", () => query('{"limit":1e999}')],
    ["a fraction for a count", () => query('{"limit":1.5}')],
    ["a limit over the greatest", () => query('{"limit":1000000}')],
    ["an endless cursor", () => query(`{"cursor":"${"c".repeat(2_000)}"}`)],
    ["NUL in a query", () => query('{"cursor":"\\u0000"}')],
    ["malformed JSON in a query", () => query("{")],
    ["malformed percent-encoding in a query", () => ({ path: "/trpc/session.list?input=%E0%A4%A", headers: cookie() })],
    [
      "an organization's id that is none",
      () => ({ ...create('"title":"a"'), body: '{"organizationId":{},"title":"a"}' }),
    ],
    [
      "a password of 1 MB, less a little",
      () => signIn(JSON.stringify({ email: "a@b.test", password: "x".repeat(999_900) })),
    ],
    ["an address of 1 MB, less a little", () => signIn(JSON.stringify({ email: "a@".repeat(490_000), password: "x" }))],
    ["a body that says it is compressed", () => signIn("\x1f\x8b", { "Content-Encoding": "gzip" })],
    ["batched calls that are no object", () => ({ ...signIn("[1]"), path: "/trpc/auth.signIn?batch=1" })],
    [
      "a query and a mutation in one batch",
      () => ({ path: "/trpc/session.current,auth.signOut?batch=1", headers: cookie() }),
    ],
    [
      "a stream without a batch",
      () => ({ path: "/trpc/session.current", headers: { "trpc-accept": "application/jsonl" } }),
    ],
    ["connection parameters", () => ({ path: "/trpc/session.current?connectionParams=%7B" })],
    ["malformed percent-encoding in a path", () => ({ path: "/trpc/%E0%A4%A" })],
  ])("%s", async (_what, sending) => {
    expect(faultsOfRefusal(await over(sending()), 400, "request.invalid")).toEqual([]);
  });
});

describe("a request that is wrong as HTTP is refused by its own name", () => {
  it.each<[string, number, string, () => Sending]>([
    [
      "a body over 1 MB",
      413,
      "request.too_large",
      () => signIn(JSON.stringify({ email: "a@b.test", password: "x".repeat(1_000_000) })),
    ],
    ["a body of 20 MB", 413, "request.too_large", () => signIn(Buffer.alloc(20_000_000, " "))],
    [
      "multipart",
      415,
      "request.media_type",
      () => signIn("--b\r\n\r\n--b--", { "Content-Type": "multipart/form-data; boundary=b" }),
    ],
    [
      "a form",
      415,
      "request.media_type",
      () => signIn("email=a%40b.test", { "Content-Type": "application/x-www-form-urlencoded" }),
    ],
    ["text/plain", 415, "request.media_type", () => signIn("{}", { "Content-Type": "text/plain" })],
    ["octet-stream", 415, "request.media_type", () => signIn("{}", { "Content-Type": "application/octet-stream" })],
    [
      "a type that only begins like JSON",
      415,
      "request.media_type",
      () => signIn("{}", { "Content-Type": "application/json-seq" }),
    ],
    ["no content type", 415, "request.media_type", () => signIn("{}", { "Content-Type": "" })],
    ["a mutation by GET", 405, "request.method_wrong", () => ({ path: "/trpc/auth.signOut", headers: cookie() })],
    [
      "a query by POST",
      405,
      "request.method_wrong",
      () => ({ ...signIn("{}", cookie()), path: "/trpc/session.current" }),
    ],
    ["PUT", 405, "request.method_wrong", () => ({ ...signIn("{}"), method: "PUT" })],
    ["DELETE", 405, "request.method_wrong", () => ({ ...signIn("{}", { "Content-Length": 2 }), method: "DELETE" })],
    ["OPTIONS", 405, "request.method_wrong", () => ({ ...signIn(""), method: "OPTIONS" })],
    [
      "a method that is named in a header",
      405,
      "request.method_wrong",
      () => ({ path: "/trpc/auth.signOut", headers: { ...cookie(), "X-HTTP-Method-Override": "POST" } }),
    ],
    ["11 calls in a GET", 400, "request.batch_too_large", () => ({ path: `/trpc/${batch(11)}?batch=1` })],
    [
      "11 calls in a POST",
      400,
      "request.batch_too_large",
      () => ({ ...signIn("{}"), path: `/trpc/${batch(11, "auth.signIn")}?batch=1` }),
    ],
    [
      "11 calls with the commas encoded",
      400,
      "request.batch_too_large",
      () => ({ path: `/trpc/${batch(11).replaceAll(",", "%2C")}?batch=1` }),
    ],
    ["1,400 calls", 400, "request.batch_too_large", () => ({ path: `/trpc/${batch(700, "a.b")}?batch=1` })],
    ["an unknown procedure", 404, "request.not_found", () => ({ path: "/trpc/document.steal" })],
    ["a router for a procedure", 404, "request.not_found", () => ({ path: "/trpc/document" })],
    ["no procedure", 404, "request.not_found", () => ({ path: "/trpc/" })],
    ["__proto__ for a procedure", 404, "request.not_found", () => ({ path: "/trpc/__proto__" })],
    ["an inherited name for a procedure", 404, "request.not_found", () => ({ path: "/trpc/auth.constructor" })],
    ["NUL in a path", 404, "request.not_found", () => ({ path: "/trpc/session.current%00" })],
    ["a way up out of a path", 404, "request.not_found", () => ({ path: "/trpc/../dev/mailbox" })],
    ["an encoded way up", 404, "request.not_found", () => ({ path: "/trpc/..%2f..%2fpackage.json" })],
    ["a door that is none", 404, "request.not_found", () => ({ path: "/admin" })],
    ["malformed percent-encoding", 404, "request.not_found", () => ({ path: "/%E0%A4%A" })],
    [
      "a foreign Host",
      421,
      "request.host_wrong",
      () => ({ path: "/trpc/session.current", headers: { Host: "evil.test" } }),
    ],
    [
      "a Host with a foreign beginning",
      421,
      "request.host_wrong",
      () => ({ path: "/trpc/session.current", headers: { Host: "localhost.evil.test:5173" } }),
    ],
    [
      "a Host with a user in it",
      421,
      "request.host_wrong",
      () => ({ path: "/", headers: { Host: "localhost:5173@evil.test" } }),
    ],
    [
      "a foreign Host at the mailbox",
      421,
      "request.host_wrong",
      () => ({ path: "/dev/mailbox", headers: { Host: "evil.test" } }),
    ],
  ])("%s: %i %s", async (_what, status, appCode, sending) => {
    expect(faultsOfRefusal(await over(sending()), status, appCode)).toEqual([]);
  });
});

it("ten calls in a batch are answered, each by itself", async () => {
  const { status, json } = await over({ path: `/trpc/${batch(9)},session.list?batch=1` });
  expect(status).toBe(207);
  expect(json).toHaveLength(10);
});

it("what looks like SQL or markup is text, and comes back as it was", async () => {
  for (const title of [
    "'; drop table app.documents; --",
    "<img src=x onerror=alert(1)>",
    "𝕬 \u202e b",
    "%00 {{7*7}} %s",
  ]) {
    const made = await over(create(`"title":${JSON.stringify(title)}`));
    expect(dataOf(made)).toMatchObject({ title });
    expect(made.headers["content-type"]).toMatch(/^application\/json/);
  }
  expect(await plantDocument(house, person.personalOrganizationId)).toMatch(/^doc_/);
});

it("a prototype is not polluted by any of it", () => {
  expect(({} as { admin?: unknown }).admin).toBeUndefined();
});
