import { lazy } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { factors } from "../words/factors.ts";
import type { Enrolment } from "./use-enrolment.ts";

const EnrolmentSteps = lazy(async () => ({ default: (await import("./enrolment-steps.tsx")).EnrolmentSteps }));

/** An enrolment over the page that it began on. Recovery codes are left by saying that they are saved, and by nothing else. */
export function EnrolmentDialog({ enrolment }: { readonly enrolment: Enrolment }) {
  const { stage, abandon } = enrolment;
  const isShowingCodes = stage?.step === "codes";
  return (
    <Dialog
      title={isShowingCodes ? factors.recovery.title : factors.totp.title}
      isOpen={stage !== null}
      onClose={abandon}
      isKept={isShowingCodes}
    >
      <EnrolmentSteps enrolment={enrolment} />
    </Dialog>
  );
}
