// Threat: an answer carries a stack, a statement or another person's data, or says 500 for a database that will be back in a moment.
import { connect } from "@gatehouse/db";
import { type ErrorRow, systemClock } from "@gatehouse/kernel";
import { initTRPC, TRPCError } from "@trpc/server";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { authErrors, refusal } from "../errors.ts";
import { authEvents } from "../events.ts";
import { formatError, refusalOf, toTrpcError } from "./errors.ts";

const SECRET = "select password_hash from auth.users where email = 'ada@example.test'";
const told = (thrown: unknown) => {
  const onFault = vi.fn<(error: unknown) => void>();
  return { refused: refusalOf(thrown, onFault), faults: onFault.mock.calls.map(([fault]) => fault) };
};
const withCode = (code: string) => Object.assign(new Error(SECRET), { code });

test("a refusal stays what it is, however deep tRPC wraps it", () => {
  const error = refusal("access.permission_missing", { missing: ["document:write"] });
  expect(told(error)).toEqual({ refused: error, faults: [] });
  expect(told(toTrpcError(error)).refused).toBe(error);
  expect(told(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: toTrpcError(error) })).refused).toBe(error);
});

test.each([
  ["57P01", "57P02", "57P03", "55P03", "25P03", "08006", "08P01", "53300"],
  ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"],
  ["CONNECT_TIMEOUT", "CONNECTION_CLOSED", "CONNECTION_ENDED", "CONNECTION_DESTROYED"],
])("a database that is away (%s ...) is 503 and no fault of ours", (...codes) => {
  for (const code of codes) {
    for (const thrown of [
      withCode(code),
      new Error("query failed", { cause: withCode(code) }),
      new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: withCode(code) }),
    ]) {
      const { refused, faults } = told(thrown);
      expect(refused).toMatchObject({ code: "server.unavailable", status: "SERVICE_UNAVAILABLE", details: {} });
      expect(refused.message).not.toContain("select");
      expect(faults).toEqual([]);
    }
  }
});

test("a database that really is away is 503", async () => {
  const db = connect({ url: "postgres://nobody@127.0.0.1:1/none", clock: systemClock });
  const thrown = await db.work({ id: "r", ip: null, userAgent: null }, async () => {}).catch((error: unknown) => error);
  expect(told(thrown).refused.code).toBe("server.unavailable");
  await db.close();
});

test.each([
  ["an error with words", new Error(SECRET)],
  ["a broken constraint", withCode("23505")],
  ["a text", SECRET],
  ["nothing", undefined],
  [
    "an error that tRPC wrapped",
    new TRPCError({ code: "INTERNAL_SERVER_ERROR", message: SECRET, cause: new Error(SECRET) }),
  ],
  ["a host's own tRPC error", new TRPCError({ code: "CONFLICT", message: SECRET })],
])("%s is 500 without a word of it, and told to us", (_, thrown) => {
  const { refused, faults } = told(thrown);
  expect(refused).toMatchObject({
    code: "server.fault",
    message: authErrors["server.fault"].says,
    details: {},
    subject: {},
  });
  expect(faults).toHaveLength(1);
  expect(JSON.stringify(refused)).not.toContain("select");
});

test.each([
  ["BAD_REQUEST", "request.invalid", 400],
  ["PARSE_ERROR", "request.invalid", 400],
  ["NOT_FOUND", "request.not_found", 404],
  ["METHOD_NOT_SUPPORTED", "request.method_wrong", 405],
  ["PAYLOAD_TOO_LARGE", "request.too_large", 413],
  ["UNSUPPORTED_MEDIA_TYPE", "request.media_type", 415],
] as const)("tRPC's own %s is %s in our words", (code, appCode, status) => {
  const { refused, faults } = told(new TRPCError({ code, message: SECRET }));
  expect(refused).toMatchObject({ code: appCode });
  expect(formatted(new TRPCError({ code, message: SECRET })).data.httpStatus).toBe(status);
  expect(faults).toEqual([]);
});

const formatted = (error: TRPCError) =>
  formatError({ shape: { code: -32_000, message: error.message, data: { path: "a.b" } }, error, ctx: undefined });

test("on the wire stand the code, the status, the path, the request and declared details, and nothing else", () => {
  const error = toTrpcError(
    refusal("access.permission_missing", { missing: ["document:write"] }, { actorId: "usr_1", target: "doc_1" }),
  );
  expect(formatted(error)).toEqual({
    code: -32_000,
    message: authErrors["access.permission_missing"].says,
    data: {
      code: "FORBIDDEN",
      httpStatus: 403,
      path: "a.b",
      appCode: "access.permission_missing",
      requestId: null,
      missing: ["document:write"],
    },
  });
});

test("no detail can restate what the house says of an error", () => {
  const { data } = formatted(
    toTrpcError(refusal("request.invalid", { httpStatus: 200, appCode: "fine", requestId: "x", code: "OK" })),
  );
  expect(data).toMatchObject({ code: "BAD_REQUEST", httpStatus: 400, appCode: "request.invalid", requestId: null });
});

test("421, which tRPC does not know, is still 421 in the data", () => {
  expect(formatted(toTrpcError(refusal("request.host_wrong"))).data.httpStatus).toBe(421);
});

const t = initTRPC.create({ isDev: false });

test("input that does not fit is 400 with the fields that are wrong, and a strange key is named", async () => {
  const input = z.strictObject({ title: z.string().min(3, "Longer, please."), count: z.number() });
  const caller = t.createCallerFactory(t.router({ x: t.procedure.input(input).query(() => 1) }))({});
  const thrown = await caller.x({ title: "a", count: "many", extra: 1 } as never).catch((error: unknown) => error);
  const { refused, faults } = told(thrown);
  expect(refused).toMatchObject({ code: "request.invalid", status: "BAD_REQUEST" });
  const { fieldErrors } = refused.details as { fieldErrors: Record<string, string[]> };
  expect(fieldErrors.title).toEqual(["Longer, please."]);
  expect(Object.keys(fieldErrors).toSorted()).toEqual(["", "count", "title"]);
  expect(faults).toEqual([]);
});

test("an answer of ours that does not fit its own schema is 500, and its fields are not told", async () => {
  const router = t.router({
    wrong: t.procedure.output(z.object({ passwordHash: z.number() })).query(() => ({ passwordHash: SECRET }) as never),
    parses: t.procedure.query(() => z.object({ internal: z.number() }).parse({ internal: SECRET })),
  });
  const caller = t.createCallerFactory(router)({});
  for (const call of [caller.wrong, caller.parses]) {
    const { refused, faults } = told(await call().catch((error: unknown) => error));
    expect(refused).toMatchObject({ code: "server.fault", details: {} });
    expect(faults).toHaveLength(1);
  }
});

test("every refusal says a sentence to a person, and remembers only under a name of the catalogue", () => {
  for (const row of Object.values<ErrorRow>(authErrors)) {
    expect(row.says).toMatch(/^[A-Z].*\.$/s);
    if (row.audit !== undefined) expect(Object.keys(authEvents)).toContain(row.audit);
  }
});
