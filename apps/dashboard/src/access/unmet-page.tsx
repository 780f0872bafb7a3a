import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { queryClient } from "../api/client.ts";
import { useSignOut } from "../session/leaving.ts";
import { type CurrentOrganization, sessionOptions, useImpersonator, useSession } from "../session/session.ts";
import { LinkButton } from "../ui/link-button.tsx";
import { Page } from "../ui/page.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { unmet } from "../words/unmet.ts";

/** Out, and by the sign-in back to this very page. */
function SignInAgain() {
  const leave = useSignOut(useRouter().latestLocation.href);
  return (
    <SubmitButton type="button" isBusy={leave.isPending} busy={unmet.leaving} onClick={() => leave.mutate()}>
      {unmet.signIn}
    </SubmitButton>
  );
}

/** Asks anew: the person may be in another network by now, or the organization may ask for less. */
function TryAgain() {
  const router = useRouter();
  const again = useMutation({
    mutationFn: async () => {
      await queryClient.refetchQueries({ queryKey: sessionOptions().queryKey });
      await router.invalidate();
    },
  });
  return (
    <SubmitButton type="button" isBusy={again.isPending} busy={unmet.trying} onClick={() => again.mutate()}>
      {unmet.tryAgain}
    </SubmitButton>
  );
}

function Way({ code }: { readonly code: string }) {
  if (code === "requirement.session_too_old") return <SignInAgain />;
  if (code !== "requirement.email_domain") return <TryAgain />;
  return (
    <LinkButton to="/account" variant="filled">
      {unmet.account}
    </LinkButton>
  );
}

interface UnmetPageProps {
  readonly organization: CurrentOrganization;
  /** The requirement that is not met, by the code of its refusal. */
  readonly code: string;
}

/** What stands in the place of an organization that asks for something which this person, or this request, does not bring. */
export function UnmetPage({ organization: { name }, code }: UnmetPageProps) {
  const email = useSession()?.user.email ?? "";
  const isActing = useImpersonator() !== null;
  const { title, says } = unmet.by[code] ?? unmet.other;
  return (
    <Page title={title(name)} subtitle={says(email)}>
      {!isActing && <Way code={code} />}
    </Page>
  );
}
