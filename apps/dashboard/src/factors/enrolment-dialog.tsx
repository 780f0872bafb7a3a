import { Dialog } from "../ui/dialog.tsx";
import { words } from "../words.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { TotpSetUp } from "./totp-set-up.tsx";
import type { Enrolment } from "./use-enrolment.ts";

/** An enrolment over the page that it began on. Recovery codes are left by saying that they are saved, and by nothing else. */
export function EnrolmentDialog({ enrolment }: { readonly enrolment: Enrolment }) {
  const { stage, confirmed, saved, abandon } = enrolment;
  const isShowingCodes = stage?.step === "codes";
  return (
    <Dialog
      title={isShowingCodes ? words.factors.recovery.title : words.factors.totp.title}
      isOpen={stage !== null}
      onClose={abandon}
      isKept={isShowingCodes}
    >
      {stage?.step === "totp" && <TotpSetUp totpKey={stage.totpKey} onConfirmed={confirmed} />}
      {stage?.step === "codes" && <RecoveryCodes codes={stage.codes} onSaved={saved} />}
    </Dialog>
  );
}
