// Threat: an error of unknown shape that takes the page down, or that is shown as something it is not.
import { expect, test } from "vitest";
import { refusalOf } from "./refusal.ts";

test("an error in the house's shape is read whole", () => {
  const error = Object.assign(new Error("Slow down."), {
    data: { appCode: "limits.exceeded", httpStatus: 429, requestId: "req_1", retryAfterSeconds: 12, missing: ["a:b"] },
  });
  expect(refusalOf(error)).toEqual({
    appCode: "limits.exceeded",
    status: 429,
    message: "Slow down.",
    requestId: "req_1",
    retryAfterSeconds: 12,
    fieldErrors: {},
    missing: ["a:b"],
    organizationIds: [],
    stepUp: null,
    challenge: null,
  });
});

test("what is asked for once more is read, and believed in its own shape only", () => {
  const stepUp = { methods: ["totp", 7, "recoveryCode"], maxAgeSeconds: 600 };
  expect(refusalOf({ data: { stepUp } }).stepUp).toEqual({ methods: ["totp", "recoveryCode"], maxAgeSeconds: 600 });
  expect(refusalOf({ data: { stepUp: "totp", challenge: "work" } })).toMatchObject({ stepUp: null, challenge: null });
});

test("sentences are kept by field, and what is no sentence is dropped", () => {
  const refusal = refusalOf({ data: { fieldErrors: { password: ["Too short.", 7], email: null } } });
  expect(refusal.fieldErrors).toEqual({ password: ["Too short."], email: [] });
});

test("whatever lacks the shape is a refusal without a code", () => {
  for (const thrown of [undefined, null, "text", 7, new TypeError("Failed to fetch"), { data: "no" }, { data: [] }]) {
    expect(refusalOf(thrown)).toMatchObject({ appCode: null, status: null, requestId: null, retryAfterSeconds: null });
  }
});
