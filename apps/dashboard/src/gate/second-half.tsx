import type { SignInState } from "@gatehouse/auth/react";
import { developmentHelperOf } from "../proof/development-helper.tsx";
import type { TypedProof } from "../proof/methods.ts";
import { ProofForm } from "../proof/proof-form.tsx";
import { TextButton } from "../ui/text-button.tsx";
import { words } from "../words.ts";
import { Aside, GatePage } from "./gate-page.tsx";

interface SecondHalfProps {
  readonly methods: readonly string[];
  readonly state: SignInState;
  /** The address of the first half, as typed; empty where a passkey was the first. */
  readonly email: string;
  readonly onTyped: (proof: TypedProof) => Promise<boolean>;
  readonly onPasskey: () => void;
  readonly onRestart: () => void;
}

/** The second half of a sign-in, where the first one was. */
export function SecondHalf({ methods, state, email, onTyped, onPasskey, onRestart }: SecondHalfProps) {
  const { title, heading, submit, busy, done, as, restart } = words.proof.secondHalf;
  const isIn = state.attempt.step === "accepted";
  return (
    <GatePage title={title} heading={heading}>
      {email !== "" && <Aside>{as(email)}</Aside>}
      <ProofForm
        methods={methods}
        state={state.attempt}
        says={{ submit, busy: isIn ? done : busy }}
        onTyped={onTyped}
        onPasskey={onPasskey}
        helper={developmentHelperOf(email)}
      />
      <Aside>
        <TextButton onClick={onRestart}>{restart}</TextButton>
      </Aside>
    </GatePage>
  );
}
