// Threat: a second half that is skipped, kept after it is over, or entered by an answer that arrives late.
import { describe, expect, test } from "vitest";
import { refusalOf } from "./refusal.ts";
import { FIRST_HALF, nextSignInState, type SignInEvent, type SignInState } from "./sign-in.ts";

const refused = (appCode: string): SignInEvent => ({
  type: "refused",
  refusal: refusalOf({ data: { appCode } }),
  at: 0,
});
const challenged: SignInEvent = { type: "challenged", methods: ["totp"] };
const reached = (...events: SignInEvent[]): SignInState => events.reduce(nextSignInState, FIRST_HALF);
const submitted: SignInEvent = { type: "submitted", at: 0 };

describe("the sign-in", () => {
  test("is over with the first half where no second is asked for", () => {
    expect(reached(submitted, { type: "accepted" })).toEqual({ methods: null, attempt: { step: "accepted" } });
  });

  test("asks for the second half, and keeps asking after a wrong code", () => {
    expect(reached(submitted, challenged)).toEqual({ methods: ["totp"], attempt: { step: "idle" } });
    const wrong = reached(submitted, challenged, submitted, refused("mfa.code_wrong"));
    expect(wrong).toMatchObject({ methods: ["totp"], attempt: { step: "refused" } });
    expect(nextSignInState(nextSignInState(wrong, submitted), { type: "accepted" }).attempt.step).toBe("accepted");
  });

  test("begins again, and says why, when the first half is forgotten", () => {
    const over = reached(submitted, challenged, submitted, refused("auth.challenge_required"));
    expect(over).toMatchObject({ methods: null, attempt: { step: "refused" } });
  });

  test("begins again when the person wants to, and not once it is done", () => {
    expect(reached(submitted, challenged, { type: "restarted" })).toBe(FIRST_HALF);
    const done = reached(submitted, { type: "accepted" });
    expect(nextSignInState(done, { type: "restarted" })).toBe(done);
  });

  test("is not led anywhere by an answer that arrives late", () => {
    expect(nextSignInState(FIRST_HALF, challenged)).toBe(FIRST_HALF);
    const done = reached(submitted, { type: "accepted" });
    expect(nextSignInState(done, challenged)).toBe(done);
    expect(nextSignInState(done, refused("any.code"))).toBe(done);
  });
});
