import { useRef, useState } from "react";
import { type Refusal, refusalOf } from "./refusal.ts";

/** Where a sign-in stands. `retryAt` is the moment, in epoch milliseconds, before which nothing is sent again. */
export type SignInState =
  | { readonly step: "idle" }
  | { readonly step: "submitting" }
  | { readonly step: "signedIn" }
  | { readonly step: "refused"; readonly refusal: Refusal; readonly retryAt: number | null };

/** What may happen to it. `at` is epoch milliseconds: time comes in. */
export type SignInEvent =
  | { readonly type: "submitted"; readonly at: number }
  | { readonly type: "accepted" }
  | { readonly type: "refused"; readonly refusal: Refusal; readonly at: number };

/**
 * The sign-in as a table: the state after an event. Whatever cannot happen in a state leaves it as it was,
 * so that a double click sends once, a wait is kept, and a late answer undoes nothing.
 *
 * @returns the very same object where nothing changes
 */
export function nextSignInState(state: SignInState, event: SignInEvent): SignInState {
  if (event.type === "submitted") {
    const isWaiting = state.step === "refused" && state.retryAt !== null && event.at < state.retryAt;
    return state.step === "submitting" || state.step === "signedIn" || isWaiting ? state : { step: "submitting" };
  }
  if (state.step !== "submitting") return state;
  if (event.type === "accepted") return { step: "signedIn" };
  const { retryAfterSeconds } = event.refusal;
  const retryAt = retryAfterSeconds === null ? null : event.at + retryAfterSeconds * 1000;
  return { step: "refused", refusal: event.refusal, retryAt };
}

/** What a person types. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/**
 * Drives a sign-in form: holds the state and sends the credentials at most once at a time.
 *
 * @param signIn sends them, for example `(credentials) => client.auth.signIn.mutate(credentials)`; rejects when refused
 * @returns the state, and `submit`, which resolves to the state reached and never rejects
 */
export function useSignIn(signIn: (credentials: Credentials) => Promise<unknown>) {
  const [state, setState] = useState<SignInState>({ step: "idle" });
  const latest = useRef<SignInState>(state);

  const step = (event: SignInEvent): SignInState => {
    latest.current = nextSignInState(latest.current, event);
    setState(latest.current);
    return latest.current;
  };

  const submit = async (credentials: Credentials): Promise<SignInState> => {
    const before = latest.current;
    if (step({ type: "submitted", at: Date.now() }) === before) return before;
    try {
      await signIn(credentials);
      return step({ type: "accepted" });
    } catch (error) {
      return step({ type: "refused", refusal: refusalOf(error), at: Date.now() });
    }
  };

  return { state, submit };
}
