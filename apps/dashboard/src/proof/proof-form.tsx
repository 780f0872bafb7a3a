import type { AttemptState } from "@gatehouse/auth/react";
import { type ReactNode, useState } from "react";
import { SubmitButton } from "../ui/submit-button.tsx";
import { TextButton } from "../ui/text-button.tsx";
import { words } from "../words.ts";
import { knownOf, type Method, type TypedProof } from "./methods.ts";
import { Outcome, useWait } from "./outcome.tsx";
import classes from "./proof.module.css";
import { TypedForm } from "./typed-form.tsx";

const IDLE: AttemptState = { step: "idle" };

interface ProofFormProps {
  readonly methods: readonly string[];
  readonly state: AttemptState;
  readonly says: { readonly submit: string; readonly busy: string };
  /** Sends what was typed; resolves to whether it was accepted. */
  readonly onTyped: (proof: TypedProof) => Promise<boolean>;
  readonly onPasskey: () => void;
  /** A development helper that fills the code; given the way to fill it. */
  readonly helper?: ((fill: (code: string) => void) => ReactNode) | undefined;
}

/** The switch between the ways: one line for each of the others. */
const Ways = ({ ways, onChoose }: { readonly ways: readonly Method[]; readonly onChoose: (way: Method) => void }) =>
  ways.length > 0 && (
    <ul className={classes.ways}>
      {ways.map((way) => (
        <li key={way}>
          <TextButton onClick={() => onChoose(way)}>{words.proof.otherwise[way]}</TextButton>
        </li>
      ))}
    </ul>
  );

/** What was said of one way is not said of the next; a wait is, since every way has to keep it. */
function useHeard(state: AttemptState) {
  const [heard, setHeard] = useState<AttemptState | null>(null);
  const isHeard = state === heard && state.step === "refused" && state.retryAt === null;
  return { said: isHeard ? IDLE : state, leave: () => setHeard(state) };
}

/** Asks for one proof, in whichever of the offered ways the person likes. */
export function ProofForm({ methods, state, says, onTyped, onPasskey, helper }: ProofFormProps) {
  const known = knownOf(methods);
  const [chosen, setChosen] = useState<Method | null>(null);
  const method = chosen ?? known[0];
  const secondsLeft = useWait(state);
  const { said, leave } = useHeard(state);
  const choose = (way: Method) => {
    leave();
    setChosen(way);
  };
  const isBusy = state.step === "submitting" || state.step === "accepted";
  if (method === undefined) return <p>{words.proof.stepUp.noWay}</p>;
  return (
    <div className={classes.form}>
      {method === "passkey" ? (
        <>
          <p>{words.proof.passkey}</p>
          <Outcome state={said} secondsLeft={secondsLeft} />
          <SubmitButton
            type="button"
            size="md"
            fullWidth
            autoFocus
            isBusy={isBusy}
            busy={words.proof.waitingForPasskey}
            onClick={onPasskey}
          >
            {words.proof.usePasskey}
          </SubmitButton>
        </>
      ) : (
        <TypedForm
          key={method}
          method={method}
          says={says}
          isBusy={isBusy}
          isWaiting={secondsLeft > 0}
          outcome={<Outcome state={said} secondsLeft={secondsLeft} isSignedIn={method === "password"} />}
          onTyped={onTyped}
          helper={method === "totp" ? helper : undefined}
        />
      )}
      <Ways ways={known.filter((way) => way !== method)} onChoose={choose} />
    </div>
  );
}
