// Threat: a refusal with a misspelt code, a wrong status or more details than were meant reaches a client.
import { expect, expectTypeOf, test } from "vitest";
import { AppError, defineErrors, HTTP_STATUS } from "./error.ts";

const refusal = defineErrors({
  "cup.broken": { status: "CONFLICT", says: "That cup is broken." },
  "cup.locked": { status: "FORBIDDEN", says: "That cup is locked away.", audit: "cup.refused" },
});

test("a refusal carries the row of its code: status, sentence and event", () => {
  expect(refusal("cup.locked")).toMatchObject({
    name: "AppError",
    code: "cup.locked",
    status: "FORBIDDEN",
    message: "That cup is locked away.",
    audit: "cup.refused",
  });
  expect(refusal("cup.broken").audit).toBeUndefined();
});

test("a refusal is an Error of the one class, built and not thrown", () => {
  const error = refusal("cup.broken");
  expect(error).toBeInstanceOf(AppError);
  expect(error).toBeInstanceOf(Error);
  expect(error.stack).toContain("error.test.ts");
});

test("details and subject are what was given, and empty otherwise", () => {
  const given = refusal("cup.broken", { retryAfterSeconds: 3 }, { actorId: "usr_1" });
  expect(given.details).toEqual({ retryAfterSeconds: 3 });
  expect(given.subject).toEqual({ actorId: "usr_1" });
  expect(refusal("cup.broken").details).toEqual({});
  expect(refusal("cup.broken").subject).toEqual({});
});

test("a code that is not in the table does not compile, and neither does a status that is none", () => {
  expectTypeOf(refusal("cup.broken").code).toEqualTypeOf<"cup.broken">();
  // @ts-expect-error there is no such code
  expect(() => refusal("cup.brocken")).toThrow();
  // @ts-expect-error 418 is not one of ours
  expect(defineErrors({ teapot: { status: "TEAPOT", says: "" } })).toBeTypeOf("function");
});

test("every status has the number that HTTP gives it", () => {
  expect(HTTP_STATUS).toEqual({
    BAD_REQUEST: 400,
    UNAUTHORIZED: 401,
    FORBIDDEN: 403,
    NOT_FOUND: 404,
    METHOD_NOT_SUPPORTED: 405,
    CONFLICT: 409,
    PAYLOAD_TOO_LARGE: 413,
    UNSUPPORTED_MEDIA_TYPE: 415,
    MISDIRECTED_REQUEST: 421,
    TOO_MANY_REQUESTS: 429,
    INTERNAL_SERVER_ERROR: 500,
    SERVICE_UNAVAILABLE: 503,
  });
});
