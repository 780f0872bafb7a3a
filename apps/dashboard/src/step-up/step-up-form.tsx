import { type StepUpDemand, useAttempt } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { stepUpDesk, trpc } from "../api/client.ts";
import { stepUpWithPasskey } from "../passkeys/ceremonies.ts";
import { developmentHelperOf } from "../proof/development-helper.tsx";
import type { TypedProof } from "../proof/methods.ts";
import { ProofForm } from "../proof/proof-form.tsx";
import { useSession } from "../session/session.ts";
import { DialogActions } from "../ui/dialog.tsx";
import { words } from "../words.ts";
import classes from "./step-up.module.css";

const { explanation, submit, busy } = words.proof.stepUp;

interface StepUpFormProps {
  readonly demand: StepUpDemand;
  readonly onDecline: () => void;
}

/** Asks for the proof, in whichever way the server takes. */
export function StepUpForm({ demand, onDecline }: StepUpFormProps) {
  const { state, attempt } = useAttempt();
  const stepUp = useMutation(trpc.auth.stepUp.mutationOptions());
  const email = useSession()?.user.email ?? "";
  const prove = async (send: () => Promise<unknown>, isExempt?: boolean) => {
    const isProven = await attempt(send, isExempt);
    if (isProven) stepUpDesk.settle(true);
    return isProven;
  };
  const onTyped = (proof: TypedProof) => prove(() => stepUp.mutateAsync(proof));
  return (
    <>
      <p className={classes.why}>{explanation(Math.round(demand.maxAgeSeconds / 60))}</p>
      <ProofForm
        methods={demand.methods}
        state={state}
        says={{ submit, busy }}
        onTyped={onTyped}
        onPasskey={() => void prove(stepUpWithPasskey, true)}
        helper={developmentHelperOf(email)}
      />
      <DialogActions>
        <Button onClick={onDecline}>{words.common.cancel}</Button>
      </DialogActions>
    </>
  );
}
