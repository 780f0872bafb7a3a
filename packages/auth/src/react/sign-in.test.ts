// Threat: a form that sends twice, ignores the server's wait, or lets a late answer undo a sign-in.
import { describe, expect, test } from "vitest";
import type { Refusal } from "./refusal.ts";
import { nextSignInState, type SignInState } from "./sign-in.ts";

const refusal = (retryAfterSeconds: number | null): Refusal => ({
  appCode: "any.code",
  status: 401,
  message: "No.",
  requestId: null,
  retryAfterSeconds,
  fieldErrors: {},
  missing: [],
});

const submitting: SignInState = { step: "submitting" };
const refusedUntil = (retryAt: number | null): SignInState => ({ step: "refused", refusal: refusal(null), retryAt });

describe("the sign-in", () => {
  test("sends once, however often it is submitted while an answer is awaited", () => {
    expect(nextSignInState({ step: "idle" }, { type: "submitted", at: 0 })).toEqual(submitting);
    expect(nextSignInState(submitting, { type: "submitted", at: 1 })).toBe(submitting);
  });

  test("may be tried again at once after a refusal that asks for no wait", () => {
    const refused = nextSignInState(submitting, { type: "refused", refusal: refusal(null), at: 5 });
    expect(refused).toMatchObject({ step: "refused", retryAt: null });
    expect(nextSignInState(refused, { type: "submitted", at: 5 })).toEqual(submitting);
  });

  test("sends nothing before the moment that the server named, and sends at that moment", () => {
    const refused = nextSignInState(submitting, { type: "refused", refusal: refusal(30), at: 1000 });
    expect(refused).toMatchObject({ retryAt: 31_000 });
    expect(nextSignInState(refused, { type: "submitted", at: 30_999 })).toBe(refused);
    expect(nextSignInState(refused, { type: "submitted", at: 31_000 })).toEqual(submitting);
  });

  test("is not undone by an answer that arrives late", () => {
    const signedIn = nextSignInState(submitting, { type: "accepted" });
    expect(signedIn).toEqual({ step: "signedIn" });
    expect(nextSignInState(signedIn, { type: "refused", refusal: refusal(null), at: 9 })).toBe(signedIn);
    expect(nextSignInState(signedIn, { type: "submitted", at: 9 })).toBe(signedIn);
    const refused = refusedUntil(null);
    expect(nextSignInState(refused, { type: "accepted" })).toBe(refused);
  });
});
