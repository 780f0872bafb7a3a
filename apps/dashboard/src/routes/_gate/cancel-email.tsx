import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { trpc } from "../../api/client.ts";
import { LinkPage } from "../../gate/link-page.tsx";
import { perLink } from "../../gate/link-token.ts";
import { Mailed } from "../../gate/mailed.tsx";
import { links } from "../../words/links.ts";

export const Route = createFileRoute("/_gate/cancel-email")({ component: perLink(CancelEmail) });

const says = links.cancelEmail;

function CancelEmail() {
  const cancel = useMutation(trpc.account.cancelEmailChange.mutationOptions());
  return (
    <LinkPage says={says} action={cancel} outcome={cancel.data && says[cancel.data.status]} isDanger>
      <Mailed />
    </LinkPage>
  );
}
