import { RecoveryCodes } from "./recovery-codes.tsx";
import { TotpSetUp } from "./totp-set-up.tsx";
import type { Enrolment } from "./use-enrolment.ts";

/** The step that an enrolment is at. */
export function EnrolmentSteps({ enrolment: { stage, confirmed, saved } }: { readonly enrolment: Enrolment }) {
  if (stage?.step === "totp") return <TotpSetUp totpKey={stage.totpKey} onConfirmed={confirmed} />;
  return stage && <RecoveryCodes codes={stage.codes} onSaved={saved} />;
}
