import { useStepUpDemand } from "@gatehouse/auth/react";
import { lazy, useEffect } from "react";
import { stepUpDesk } from "../api/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { words } from "../words.ts";

const decline = () => stepUpDesk.settle(false);

// The form comes when it is asked for: most visits never see it.
const StepUpForm = lazy(async () => ({ default: (await import("./step-up-form.tsx")).StepUpForm }));

/** The one dialog that asks for a fresh proof, whatever it was that needed it. */
export function StepUpDialog() {
  const demand = useStepUpDemand(stepUpDesk);
  // Whoever leaves the pages that this dialog belongs to gives up what waited.
  useEffect(() => decline, []);
  return (
    <Dialog title={words.proof.stepUp.title} isOpen={demand !== null} onClose={decline}>
      {demand !== null && <StepUpForm demand={demand} onDecline={decline} />}
    </Dialog>
  );
}
