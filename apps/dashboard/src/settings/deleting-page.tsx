import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { trpc } from "../api/client.ts";
import { type CurrentOrganization, useCan } from "../session/session.ts";
import { Moment } from "../ui/moment.tsx";
import { notify } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { organization as words } from "../words/organization.ts";
import { refreshOrganization } from "./queries.ts";

const says = words.deleting;

interface DeletingPageProps {
  readonly organization: CurrentOrganization;
  readonly deletesAt: string;
}

/** All that is left to say while an organization waits to be erased, and the way back. */
export function DeletingPage({ organization: { id, name }, deletesAt }: DeletingPageProps) {
  const router = useRouter();
  const mayRestore = useCan("organization:delete", id);
  const restore = useMutation(
    trpc.organization.restore.mutationOptions({
      onSuccess: async () => {
        notify(says.restored(name));
        await refreshOrganization(id);
        await router.invalidate();
      },
    }),
  );
  const subtitle = (
    <>
      {says.says} <Moment at={deletesAt} as="day" />. {says.until} {!mayRestore && says.ask}
    </>
  );
  return (
    <Page title={says.title(name)} subtitle={subtitle}>
      <Refused refusal={restore.error && refusalOf(restore.error)} />
      {mayRestore && (
        <SubmitButton
          type="button"
          isBusy={restore.isPending}
          busy={says.busy}
          onClick={() => restore.mutate({ organizationId: id })}
        >
          {says.restore}
        </SubmitButton>
      )}
    </Page>
  );
}
