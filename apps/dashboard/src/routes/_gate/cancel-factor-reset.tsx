import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { trpc } from "../../api/client.ts";
import { LinkPage } from "../../gate/link-page.tsx";
import { perLink } from "../../gate/link-token.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { links } from "../../words/links.ts";

export const Route = createFileRoute("/_gate/cancel-factor-reset")({ component: perLink(CancelFactorReset) });

function CancelFactorReset() {
  const cancel = useMutation(trpc.account.cancelFactorReset.mutationOptions());
  return (
    <LinkPage says={links.cancelFactorReset} action={cancel}>
      <LinkButton to="/" variant="filled" size="md">
        {links.goOn}
      </LinkButton>
    </LinkPage>
  );
}
