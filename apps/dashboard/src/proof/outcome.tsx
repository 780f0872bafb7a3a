import type { AttemptState, Refusal } from "@gatehouse/auth/react";
import { clockOf, useSecondsLeft } from "../gate/countdown.tsx";
import { Word } from "../gate/gate-page.tsx";
import { Refused } from "../ui/refused.tsx";
import { words } from "../words.ts";

/** Seconds that an attempt still has to wait. */
export const useWait = (state: AttemptState): number => useSecondsLeft(state.step === "refused" ? state.retryAt : null);

interface OutcomeProps {
  readonly state: AttemptState;
  readonly secondsLeft: number;
  /** The person is known, and proves it once more. */
  readonly isSignedIn?: boolean;
}

// Whoever is signed in already is asked for the password alone: the sentence of the code speaks of an address too.
const inPlace = (refusal: Refusal): Refusal =>
  refusal.appCode === "auth.credentials_wrong"
    ? { ...refusal, appCode: null, message: words.proof.passwordWrong }
    : refusal;

/** Why an attempt came back: a wait, counted down, or the sentence of the refusal. */
export function Outcome({ state, secondsLeft, isSignedIn = false }: OutcomeProps) {
  if (state.step !== "refused") return <Refused refusal={null} />;
  if (state.retryAt === null) return <Refused refusal={isSignedIn ? inPlace(state.refusal) : state.refusal} />;
  return (
    <div role="alert">
      {secondsLeft > 0 && (
        <Word>
          {words.proof.wait} <span role="timer">{clockOf(secondsLeft)}</span>.
        </Word>
      )}
    </div>
  );
}
