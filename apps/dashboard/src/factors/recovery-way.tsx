import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { type Answers, trpc } from "../api/client.ts";
import { Confirmation, Dialog } from "../ui/dialog.tsx";
import { Refused } from "../ui/refused.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { factors } from "../words/factors.ts";
import { refreshFactors } from "./queries.ts";
import { Way } from "./way.tsx";

const RecoveryCodes = lazy(async () => ({ default: (await import("./recovery-codes.tsx")).RecoveryCodes }));

const says = factors.recovery;
/** So few that the next losses could lock the account. */
const FEW = 3;

function RenewCodes() {
  const [isAsking, question] = useDisclosure(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const renew = useMutation(
    trpc.mfa.regenerateRecoveryCodes.mutationOptions({
      onSuccess: ({ recoveryCodes }) => {
        question.close();
        setCodes(recoveryCodes);
      },
    }),
  );
  const onSaved = () => {
    setCodes(null);
    void refreshFactors();
  };
  return (
    <>
      <Button onClick={question.open}>{says.renew}</Button>
      <Confirmation
        says={{ title: says.renewTitle, go: says.renew, busy: says.renewing, stay: says.renewStay }}
        isOpen={isAsking}
        isBusy={renew.isPending}
        onStay={question.close}
        onGo={() => renew.mutate()}
      >
        <p>{says.renewExplanation}</p>
        <Refused refusal={renew.error && refusalOf(renew.error)} />
      </Confirmation>
      <Dialog title={says.title} isOpen={codes !== null} onClose={onSaved} isKept>
        {codes !== null && <RecoveryCodes codes={codes} onSaved={onSaved} />}
      </Dialog>
    </>
  );
}

/** Recovery codes: how many are left, and new ones. */
export function RecoveryWay({
  status: { totp, passkeys, recoveryCodesLeft },
}: {
  readonly status: Answers["mfa"]["status"];
}) {
  if (!totp && passkeys === 0) return <Way name={says.name} says={says.none} />;
  const isFew = recoveryCodesLeft < FEW;
  return (
    <Way
      name={says.name}
      stamp={<Stamp tone={isFew ? "copper" : "plain"}>{says.left(recoveryCodesLeft)}</Stamp>}
      says={isFew ? `${says.hint} ${says.few}` : says.hint}
    >
      <RenewCodes />
    </Way>
  );
}
