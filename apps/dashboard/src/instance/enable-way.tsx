import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { Way } from "../factors/way.tsx";
import { notify } from "../ui/notice.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { instance } from "../words/instance.ts";
import { plainly } from "./plainly.ts";
import { type OnePerson, refreshInstance } from "./queries.ts";

const says = instance.acts.enable;

/** Opens a disabled account again. It takes nothing away, so it asks nothing. */
export function EnableWay({ person: { id: userId, name } }: { readonly person: OnePerson }) {
  const enable = useMutation(
    trpc.instance.enable.mutationOptions({
      onSuccess: async () => {
        notify(says.done(name));
        await refreshInstance();
      },
    }),
  );
  return (
    <Way name={says.name} says={says.says} refusal={plainly(enable.error && refusalOf(enable.error))}>
      <SubmitButton
        type="button"
        variant="default"
        isBusy={enable.isPending}
        busy={says.busy}
        onClick={() => enable.mutate({ userId })}
      >
        {says.open}
      </SubmitButton>
    </Way>
  );
}
