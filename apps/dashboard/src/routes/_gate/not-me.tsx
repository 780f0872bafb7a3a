import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { trpc } from "../../api/client.ts";
import { LinkPage } from "../../gate/link-page.tsx";
import { perLink } from "../../gate/link-token.ts";
import { Mailed } from "../../gate/mailed.tsx";
import { links } from "../../words/links.ts";

export const Route = createFileRoute("/_gate/not-me")({ component: perLink(NotMe) });

function NotMe() {
  const report = useMutation(trpc.auth.reportNotMe.mutationOptions());
  return (
    <LinkPage says={links.notMe} action={report} isDanger>
      <Mailed />
    </LinkPage>
  );
}
