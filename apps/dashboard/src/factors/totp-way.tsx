import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { type Answers, trpc } from "../api/client.ts";
import { Confirmation } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { factors } from "../words/factors.ts";
import { refreshFactors } from "./queries.ts";
import type { Enrolment } from "./use-enrolment.ts";
import { Way } from "./way.tsx";

const says = factors.totp;

function RemoveTotp({ isLast }: { readonly isLast: boolean }) {
  const [isAsking, question] = useDisclosure(false);
  const remove = useMutation(
    trpc.mfa.removeTotp.mutationOptions({
      onSuccess: async () => {
        question.close();
        notify(says.removed);
        await refreshFactors();
      },
    }),
  );
  return (
    <>
      <Button color="danger" aria-label={says.removeNamed} onClick={question.open}>
        {says.remove}
      </Button>
      <Confirmation
        says={{ title: says.removeTitle, go: says.removeGo, busy: says.removing, stay: says.removeStay }}
        isOpen={isAsking}
        isBusy={remove.isPending}
        onStay={question.close}
        onGo={() => remove.mutate()}
      >
        <p>{isLast ? `${says.removeExplanation} ${says.removeLast}` : says.removeExplanation}</p>
        <Refused refusal={remove.error && refusalOf(remove.error)} />
      </Confirmation>
    </>
  );
}

interface TotpWayProps {
  readonly status: Answers["mfa"]["status"];
  readonly enrolment: Enrolment;
}

/** The authenticator app: whether there is one, and the ways to set up, move and remove it. */
export function TotpWay({ status, enrolment: { beginTotp } }: TotpWayProps) {
  const refusal = beginTotp.error && refusalOf(beginTotp.error);
  const begin = {
    type: "button",
    isBusy: beginTotp.isPending,
    busy: says.settingUp,
    onClick: () => beginTotp.mutate(),
  } as const;
  if (!status.totp) {
    return (
      <Way name={says.name} says={says.isOff} refusal={refusal}>
        <SubmitButton {...begin} aria-label={says.setUpNamed}>
          {says.setUp}
        </SubmitButton>
      </Way>
    );
  }
  return (
    <Way name={says.name} stamp={<Stamp tone="act">{says.on}</Stamp>} says={says.isOn} refusal={refusal}>
      <SubmitButton {...begin} variant="default">
        {says.replace}
      </SubmitButton>
      <RemoveTotp isLast={status.passkeys === 0} />
    </Way>
  );
}
