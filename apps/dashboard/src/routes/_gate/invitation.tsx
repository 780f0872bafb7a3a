import { refusalOf } from "@gatehouse/auth/react";
import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { useEffect } from "react";
import { trpc } from "../../api/client.ts";
import { GatePage } from "../../gate/gate-page.tsx";
import { perLink, useLinkToken } from "../../gate/link-token.ts";
import { JoinInside, JoinOutside, SpentInvitation } from "../../invitations/join-page.tsx";
import { keepInvitation, keptInvitation } from "../../invitations/kept-link.ts";
import { sessionOptions } from "../../session/session.ts";
import { Refused } from "../../ui/refused.tsx";
import { joining } from "../../words/invitations.ts";
import { words } from "../../words.ts";

export const Route = createFileRoute("/_gate/invitation")({ component: perLink(Invitation) });

// Opening the page accepts nothing: a scanner that follows the links of a mail finds a button, and presses none.
function Invitation() {
  const linked = useLinkToken();
  const token = linked ?? keptInvitation();
  const session = useQuery(sessionOptions());
  const preview = useQuery({
    ...trpc.invitation.preview.queryOptions({ token: token ?? "" }),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isOpen = preview.isSuccess;
  useEffect(() => {
    if (isOpen && linked !== undefined) keepInvitation(linked);
  }, [isOpen, linked]);

  const refusal = preview.error && refusalOf(preview.error);
  if (token === undefined || refusal?.appCode === "auth.link_invalid" || refusal?.status === 400) {
    return <SpentInvitation />;
  }
  if (preview.isSuccess && session.isFetched) {
    return session.data ? (
      <JoinInside preview={preview.data} token={token} session={session.data} />
    ) : (
      <JoinOutside preview={preview.data} />
    );
  }
  return (
    <GatePage title={joining.title}>
      {refusal ? <Refused refusal={refusal} /> : <p role="status">{words.common.loading}</p>}
    </GatePage>
  );
}
