// Threat: a form that sends twice, ignores the server's wait, or lets a late answer undo an accepted proof.
import { expect, test } from "vitest";
import { type AttemptState, IDLE, nextAttempt } from "./attempt.ts";
import { refusalOf } from "./refusal.ts";

const refusal = (retryAfterSeconds?: number) => refusalOf({ data: { appCode: "any.code", retryAfterSeconds } });
const submitting: AttemptState = { step: "submitting" };

test("it is sent once, however often it is submitted while an answer is awaited", () => {
  expect(nextAttempt(IDLE, { type: "submitted", at: 0 })).toEqual(submitting);
  expect(nextAttempt(submitting, { type: "submitted", at: 1 })).toBe(submitting);
});

test("it may be tried again at once after a refusal that asks for no wait", () => {
  const refused = nextAttempt(submitting, { type: "refused", refusal: refusal(), at: 5 });
  expect(refused).toMatchObject({ step: "refused", retryAt: null });
  expect(nextAttempt(refused, { type: "submitted", at: 5 })).toEqual(submitting);
});

test("nothing is sent before the moment that the server named, but by a way that need not wait", () => {
  const refused = nextAttempt(submitting, { type: "refused", refusal: refusal(30), at: 1000 });
  expect(refused).toMatchObject({ retryAt: 31_000 });
  expect(nextAttempt(refused, { type: "submitted", at: 30_999 })).toBe(refused);
  expect(nextAttempt(refused, { type: "submitted", at: 30_999, isExempt: true })).toEqual(submitting);
  expect(nextAttempt(refused, { type: "submitted", at: 31_000 })).toEqual(submitting);
});

test("an answer that arrives late undoes nothing", () => {
  const accepted = nextAttempt(submitting, { type: "accepted" });
  expect(accepted).toEqual({ step: "accepted" });
  expect(nextAttempt(accepted, { type: "refused", refusal: refusal(), at: 9 })).toBe(accepted);
  expect(nextAttempt(accepted, { type: "withdrawn" })).toBe(accepted);
  expect(nextAttempt(accepted, { type: "submitted", at: 9 })).toBe(accepted);
  expect(nextAttempt(IDLE, { type: "accepted" })).toBe(IDLE);
});

test("whoever withdraws stands where they began, and nothing is held against them", () => {
  expect(nextAttempt(submitting, { type: "withdrawn" })).toBe(IDLE);
});
