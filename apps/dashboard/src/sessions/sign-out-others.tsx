import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { Confirmation } from "../ui/dialog.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { words } from "../words.ts";
import { refreshSessions } from "./queries.ts";

const says = {
  title: words.security.othersTitle,
  go: words.security.othersGo,
  busy: words.security.signingOut,
  stay: words.security.othersStay,
};

/** Ends every sign-in but this one, after a question. */
export function SignOutOthers() {
  const [isAsking, question] = useDisclosure(false);
  const revoke = useMutation(
    trpc.session.revokeOthers.mutationOptions({
      onSuccess: async () => {
        question.close();
        notify(words.security.othersDone);
        await refreshSessions();
      },
    }),
  );
  return (
    <>
      <Button variant="subtle" color="danger" onClick={question.open}>
        {words.security.others}
      </Button>
      <Confirmation
        says={says}
        isOpen={isAsking}
        isBusy={revoke.isPending}
        onStay={question.close}
        onGo={() => revoke.mutate()}
      >
        <p>{words.security.othersExplanation}</p>
        <Refused refusal={revoke.error && refusalOf(revoke.error)} />
      </Confirmation>
    </>
  );
}
