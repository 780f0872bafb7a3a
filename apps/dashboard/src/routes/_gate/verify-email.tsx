import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { createFileRoute, Link, useLocation } from "@tanstack/react-router";
import { trpc } from "../../api/client.ts";
import { Aside, GatePage, Group } from "../../gate/gate-page.tsx";
import { ResendForm } from "../../gate/resend-form.tsx";
import { afterGate } from "../../invitations/kept-link.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Refused } from "../../ui/refused.tsx";
import { SubmitButton } from "../../ui/submit-button.tsx";
import { words } from "../../words.ts";
import { type Search, textIn } from "../-search.ts";

export const Route = createFileRoute("/_gate/verify-email")({
  validateSearch: (search: Search): { readonly token?: string | undefined } => ({ token: textIn(search, "token") }),
  component: VerifyEmail,
});

/** The link's secret, from the query or the fragment. */
function useToken(): string | undefined {
  const { token } = Route.useSearch();
  const hash = useLocation({ select: (location) => location.hash });
  return token ?? new URLSearchParams(hash).get("token") ?? undefined;
}

const Done = () => (
  <GatePage title={words.verify.doneTitle}>
    <p>{words.verify.done}</p>
    <LinkButton to="/sign-in" search={{ next: afterGate() }} variant="filled" size="md">
      {words.verify.signIn}
    </LinkButton>
  </GatePage>
);

const Spent = () => (
  <GatePage title={words.verify.badTitle}>
    <p>{words.verify.bad}</p>
    <LinkButton to="/sign-in" variant="filled" size="md">
      {words.verify.signIn}
    </LinkButton>
    <Group>
      <p>{words.verify.anew}</p>
      <ResendForm submit={words.verify.sendAnew} />
    </Group>
  </GatePage>
);

// Opening the page spends nothing: a scanner that follows the links of a mail finds a button, and presses none.
function VerifyEmail() {
  const token = useToken();
  const verify = useMutation(trpc.auth.verifyEmail.mutationOptions());
  const refusal = verify.error === null ? null : refusalOf(verify.error);
  if (verify.isSuccess) return <Done />;
  if (token === undefined || refusal?.status === 400) return <Spent />;
  return (
    <GatePage title={words.verify.title}>
      <p>{words.verify.explanation}</p>
      <Refused refusal={refusal} />
      <SubmitButton
        type="button"
        size="md"
        isBusy={verify.isPending}
        busy={words.verify.busy}
        onClick={() => verify.mutate({ token })}
      >
        {words.verify.submit}
      </SubmitButton>
      <Aside>
        <Link to="/sign-in">{words.checkMail.back}</Link>
      </Aside>
    </GatePage>
  );
}
