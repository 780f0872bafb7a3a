// Threat: another site's page acts with our cookies, a form slips past the preflight, or a rebound name reaches a developer's machine.
import { Agent, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestId, requireHost, trpcGate } from "./index.ts";

const OURS = "https://app.example.test";
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
let server: Server;

beforeAll(async () => {
  const app = express();
  app.use(requestId);
  app.use(
    "/trpc",
    trpcGate({ origin: OURS, development: false }),
    (req, res) => void res.json({ body: req.body ?? null }),
  );
  app.use("/production", requireHost({ origin: OURS, development: false }), (_, res) => void res.json({}));
  app.use("/development", requireHost({ origin: OURS, development: true }), (_, res) => void res.json({}));
  await new Promise<void>((resolve) => {
    server = app.listen(0, "127.0.0.1", () => resolve());
  });
});
afterAll(async () => {
  agent.destroy();
  await new Promise((resolve) => server.close(resolve));
});

type Headers = Record<string, string | undefined>;
interface Answer {
  readonly status: number;
  readonly appCode: string | null;
  readonly headers: Record<string, unknown>;
  readonly json: unknown;
}

function send(method: string, path: string, given: Headers, body?: string): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  const headers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const json = text === "" ? null : (JSON.parse(text) as { error?: { data?: { appCode?: string } } });
        resolve({
          status: res.statusCode ?? 0,
          appCode: json?.error?.data?.appCode ?? null,
          headers: res.headers,
          json,
        });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

interface Case {
  readonly method: string;
  readonly cookie: string | undefined;
  readonly site: string | undefined;
  readonly origin: string | undefined;
  readonly authorization: string | undefined;
}

/** The contract's paragraph, read aloud. */
function passes({ method, cookie, site, origin, authorization }: Case): boolean {
  const changesState = !["GET", "HEAD"].includes(method);
  const mustBeOurs = changesState || cookie !== undefined;
  if (!mustBeOurs) return true;
  if (site !== undefined) return site === "same-origin";
  if (origin !== undefined) return origin === OURS;
  return changesState && cookie === undefined && authorization?.startsWith("Bearer ") === true;
}

const cases: Case[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].flatMap((method) =>
  [undefined, "a=1"].flatMap((cookie) =>
    [undefined, "same-origin", "same-site", "cross-site", "none", ""].flatMap((site) =>
      [undefined, OURS, "https://evil.example", "null", `${OURS}.evil.example`, "http://app.example.test"].flatMap(
        (origin) =>
          [undefined, "Bearer x", "Basic x"].map((authorization) => ({ method, cookie, site, origin, authorization })),
      ),
    ),
  ),
);

describe("who may act", () => {
  test("is decided by the contract's paragraph, for every mixture of method, cookie, site, origin and authorization", async () => {
    const wrong: string[] = [];
    const judge = async (given: Case) => {
      const { method, site, ...rest } = given;
      const answer = await send(method, "/trpc/a.b", {
        ...rest,
        "sec-fetch-site": site,
        "content-type": "application/json",
      });
      const ours = passes(given) ? (["GET", "HEAD", "POST"].includes(method) ? 200 : 405) : 403;
      if (answer.status !== ours) wrong.push(`${JSON.stringify(given)}: ${answer.status} instead of ${ours}`);
    };
    for (let at = 0; at < cases.length; at += 8) await Promise.all(cases.slice(at, at + 8).map(judge));
    expect(wrong).toEqual([]);
    expect(cases.filter(passes).length).toBeGreaterThan(300);
  }, 60_000);

  test("and a refusal says so in the shape of every error, with the id of the request", async () => {
    const answer = await send("POST", "/trpc/a.b", {
      cookie: "a=1",
      origin: "https://evil.example",
      "content-type": "application/json",
    });
    expect(answer).toMatchObject({
      status: 403,
      json: {
        error: {
          data: {
            code: "FORBIDDEN",
            httpStatus: 403,
            appCode: "request.cross_site",
            requestId: answer.headers["x-request-id"],
          },
        },
      },
    });
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("what may be sent", () => {
  test.each([
    ["application/json", 200],
    ["application/json; charset=utf-8", 200],
    ["APPLICATION/JSON", 200],
    ["text/plain", 415],
    ["application/x-www-form-urlencoded", 415],
    ["multipart/form-data; boundary=x", 415],
    ["application/octet-stream", 415],
    ["application/jsonl", 415],
    ["text/plain; application/json", 415],
    ["", 415],
    [undefined, 415],
  ])("as a mutation of type %s: %i", async (type, status) => {
    const answer = await send("POST", "/trpc/a.b", { origin: OURS, "content-type": type }, "{}");
    expect(answer.status).toBe(status);
    if (status === 415) expect(answer.appCode).toBe("request.media_type");
  });

  test("is a mutation without a body: it counts as an empty input", async () => {
    expect((await send("POST", "/trpc/a.b", { origin: OURS, "content-type": "application/json" })).json).toEqual({
      body: "{}",
    });
  });

  test.each([
    [10, ",", 200],
    [11, ",", 400],
    [11, "%2C", 400],
    [11, "%2c", 400],
    [1_000, ",", 400],
  ])("are %i calls at once, joined by %s: %i", async (calls, comma, status) => {
    const answer = await send("GET", `/trpc/${Array(calls).fill("a.b").join(comma)}?batch=1`, {});
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.appCode).toBe("request.batch_too_large");
  });

  test("is a path that does not decode: it is no crash", async () => {
    expect((await send("GET", "/trpc/%E0%A4%A", {})).status).toBeLessThan(500);
  });
});

describe("the host", () => {
  test.each([
    ["/production", "app.example.test", 200],
    ["/production", "APP.example.test", 200],
    ["/production", "app.example.test:8443", 421],
    ["/production", "evil.example", 421],
    ["/production", "app.example.test.evil.example", 421],
    ["/production", "localhost", 421],
    ["/production", "127.0.0.1:4000", 421],
    ["/development", "app.example.test", 200],
    ["/development", "localhost:5173", 200],
    ["/development", "127.0.0.1:4000", 200],
    ["/development", "[::1]:4000", 200],
    ["/development", "evil.example", 421],
    ["/development", "localhost.evil.example", 421],
    ["/development", "127.0.0.1.evil.example", 421],
    ["/development", "localhost@evil.example", 421],
    ["/development", "192.168.1.7:4000", 421],
    ["/development", "0.0.0.0:4000", 421],
  ])("in %s, %s: %i", async (path, host, status) => {
    const answer = await send("GET", path, { host });
    expect(answer.status).toBe(status);
    if (status === 421) expect(answer.appCode).toBe("request.host_wrong");
  });
});
