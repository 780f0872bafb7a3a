import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { trpc } from "../../api/client.ts";
import { LinkPage } from "../../gate/link-page.tsx";
import { perLink } from "../../gate/link-token.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { links } from "../../words/links.ts";

export const Route = createFileRoute("/_gate/confirm-email")({ component: perLink(ConfirmEmail) });

function ConfirmEmail() {
  const confirm = useMutation(trpc.account.confirmEmailChange.mutationOptions());
  return (
    <LinkPage says={links.confirmEmail} action={confirm}>
      <LinkButton to="/" variant="filled" size="md">
        {links.goOn}
      </LinkButton>
    </LinkPage>
  );
}
