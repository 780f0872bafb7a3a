import { type AttemptEvent, type AttemptState, IDLE, nextAttempt, useTable } from "./attempt.ts";
import { refusalOf } from "./refusal.ts";

/** What a person types. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** What the server answers to either half of a sign-in. */
export type SignInAnswer =
  | { readonly status: "signedIn" }
  | { readonly status: "mfaRequired"; readonly methods: readonly string[] };

/** Where a sign-in stands: in its first half, or, where `methods` are named, in the second. Accepted is signed in. */
export interface SignInState {
  readonly methods: readonly string[] | null;
  readonly attempt: AttemptState;
}

/** What may happen to it, beside what happens to each attempt. */
export type SignInEvent =
  | AttemptEvent
  | { readonly type: "challenged"; readonly methods: readonly string[] }
  | { readonly type: "restarted" };

export const FIRST_HALF: SignInState = { methods: null, attempt: IDLE };

/** The server forgot the first half, or the person took too long. */
const isOver = (event: AttemptEvent): boolean =>
  event.type === "refused" && event.refusal.appCode === "auth.challenge_required";

/**
 * The sign-in as a table. A right first factor leads to the second half, a wrong code stays there, and a
 * challenge that is over leads back to the beginning, with the sentence that says so.
 *
 * @returns the very same object where nothing changes
 */
export function nextSignInState(state: SignInState, event: SignInEvent): SignInState {
  if (event.type === "restarted") return state.attempt.step === "accepted" ? state : FIRST_HALF;
  if (event.type === "challenged") {
    return state.attempt.step === "submitting" ? { methods: event.methods, attempt: IDLE } : state;
  }
  const attempt = nextAttempt(state.attempt, event);
  if (attempt === state.attempt) return state;
  return { methods: isOver(event) ? null : state.methods, attempt };
}

/**
 * Drives a sign-in page through both halves: holds the state and sends one attempt at a time.
 *
 * @returns the state; `attempt`, which sends either half, for example `() => client.auth.signIn.mutate(credentials)`, resolves to
 * the state reached and never rejects (what it sends answers null when the person withdrew); `restart`, back to the first half
 */
export function useSignIn() {
  const { state, latest, step } = useTable(nextSignInState, FIRST_HALF);

  const attempt = async (send: () => Promise<SignInAnswer | null>, isExempt = false): Promise<SignInState> => {
    if (!step({ type: "submitted", at: Date.now(), isExempt })) return latest.current;
    try {
      const answer = await send();
      if (answer === null) step({ type: "withdrawn" });
      else step(answer.status === "signedIn" ? { type: "accepted" } : { type: "challenged", methods: answer.methods });
    } catch (error) {
      step({ type: "refused", refusal: refusalOf(error), at: Date.now() });
    }
    return latest.current;
  };

  return { state, attempt, restart: () => void step({ type: "restarted" }) };
}
