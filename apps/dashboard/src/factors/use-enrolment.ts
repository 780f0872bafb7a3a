import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { trpc } from "../api/client.ts";
import { registerPasskey } from "../passkeys/ceremonies.ts";
import { notify } from "../ui/notice.tsx";
import { factors } from "../words/factors.ts";
import { refreshFactors, type TotpKey } from "./queries.ts";

/** How far an enrolment is: an app waits for its first code, or recovery codes wait to be saved. */
export type EnrolmentStage =
  | { readonly step: "totp"; readonly totpKey: TotpKey }
  | { readonly step: "codes"; readonly codes: readonly string[] };

/**
 * Sets up a second factor. What the rest of the page knows is asked anew only once the recovery codes are
 * saved, so that no page moves away from under them.
 *
 * @param onDone the factor is in force and nothing is left to be saved
 */
export function useEnrolment(onDone: () => void) {
  const [stage, setStage] = useState<EnrolmentStage | null>(null);
  const finish = (says: string) => {
    setStage(null);
    notify(says);
    void refreshFactors().then(onDone);
  };
  const [added, setAdded] = useState<string>(factors.totp.added);
  const beginTotp = useMutation(
    trpc.mfa.beginTotp.mutationOptions({ onSuccess: (totpKey) => setStage({ step: "totp", totpKey }) }),
  );
  const addPasskey = useMutation({
    mutationFn: () => registerPasskey(),
    onSuccess: (answer) => {
      if (answer === null) return;
      const says = factors.passkeys.added(answer.passkey.name);
      if (answer.recoveryCodes === undefined) return finish(says);
      setAdded(says);
      setStage({ step: "codes", codes: answer.recoveryCodes });
    },
  });
  return {
    stage,
    beginTotp,
    addPasskey,
    confirmed: (codes: readonly string[]) => {
      setAdded(factors.totp.added);
      setStage({ step: "codes", codes });
    },
    saved: () => finish(added),
    abandon: () => setStage(null),
  };
}

export type Enrolment = ReturnType<typeof useEnrolment>;
