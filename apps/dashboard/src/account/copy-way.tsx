import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { Way } from "../factors/way.tsx";
import { notify } from "../ui/notice.tsx";
import { saveFile } from "../ui/save-file.ts";
import { SubmitButton } from "../ui/submit-button.tsx";
import { words } from "../words.ts";

const says = words.account.copy;

/** Everything that is held about the person, to take along. */
export function CopyWay() {
  const copy = useMutation(
    trpc.account.export.mutationOptions({
      onSuccess: (answer) => {
        const day = new Date().toISOString().slice(0, 10);
        saveFile(says.fileName(day), "application/json", JSON.stringify(answer, null, 2));
        notify(says.done);
      },
    }),
  );
  return (
    <Way name={says.name} says={says.hint} refusal={copy.error && refusalOf(copy.error)}>
      <SubmitButton
        type="button"
        variant="default"
        isBusy={copy.isPending}
        busy={says.busy}
        onClick={() => copy.mutate()}
      >
        {says.submit}
      </SubmitButton>
    </Way>
  );
}
