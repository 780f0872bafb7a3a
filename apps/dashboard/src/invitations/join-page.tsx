import { type Refusal, refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type Answers, queryClient, trpc } from "../api/client.ts";
import { Aside, GatePage } from "../gate/gate-page.tsx";
import { useSignOut } from "../session/leaving.ts";
import { type CurrentSession, sessionOptions } from "../session/session.ts";
import { LinkButton } from "../ui/link-button.tsx";
import { Moment } from "../ui/moment.tsx";
import { notify } from "../ui/notice.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { joining } from "../words/invitations.ts";
import { links } from "../words/links.ts";
import { forgetInvitation } from "./kept-link.ts";

const says = joining;

/** Whether an address could be the one behind a masked one, such as `p***@example.com`. */
const couldBe = (mine: string, masked: string): boolean => mine.replace(/^(.)[^@]*/u, "$1***") === masked;

type Preview = Answers["invitation"]["preview"];

/** A link that opens nothing, whatever the reason was. */
export const SpentInvitation = () => (
  <GatePage title={says.badTitle}>
    <p role="status">{says.bad}</p>
    <LinkButton to="/" size="md" onClick={forgetInvitation}>
      {links.goOn}
    </LinkButton>
  </GatePage>
);

/** What one is invited to. */
const Terms = ({ preview }: { readonly preview: Preview }) => (
  <div>
    <p>{says.as(preview.roleName, preview.email)}</p>
    <Aside>
      {says.until} <Moment at={preview.expiresAt} as="day" />.
    </Aside>
  </div>
);

/** For whoever is not signed in: the two ways in, which both come back here. */
export const JoinOutside = ({ preview }: { readonly preview: Preview }) => (
  <GatePage title={says.title} heading={says.heading(preview.organizationName)}>
    <Terms preview={preview} />
    <p>{says.outside}</p>
    <LinkButton to="/sign-in" search={{ next: "/invitation" }} variant="filled" size="md">
      {says.signIn}
    </LinkButton>
    <LinkButton to="/sign-up" size="md">
      {says.signUp}
    </LinkButton>
  </GatePage>
);

/** Signed in as somebody whom the invitation was not sent to. */
function OtherAddress({ preview, mine }: { readonly preview: Preview; readonly mine: string }) {
  const leave = useSignOut("/invitation");
  return (
    <GatePage title={says.otherTitle}>
      <p role="status">{says.other(preview.email, mine)}</p>
      <SubmitButton type="button" size="md" isBusy={leave.isPending} busy={says.leaving} onClick={() => leave.mutate()}>
        {says.otherWay}
      </SubmitButton>
      <LinkButton to="/" size="md" onClick={forgetInvitation}>
        {says.forget}
      </LinkButton>
    </GatePage>
  );
}

/** Whoever is in it already has nothing to accept. */
function AlreadyInside({ preview, session }: Omit<JoinInsideProps, "token">) {
  const { organizationName } = preview;
  const slug = session.organizations.find(({ name }) => name === organizationName)?.slug;
  return (
    <GatePage title={says.already(organizationName)}>
      <p role="status">{says.alreadySays}</p>
      {slug === undefined ? (
        <LinkButton to="/" variant="filled" size="md" onClick={forgetInvitation}>
          {links.goOn}
        </LinkButton>
      ) : (
        <LinkButton to="/o/$slug" params={{ slug }} variant="filled" size="md" onClick={forgetInvitation}>
          {says.open}
        </LinkButton>
      )}
    </GatePage>
  );
}

function useJoin(organizationName: string) {
  const router = useRouter();
  return useMutation(
    trpc.invitation.accept.mutationOptions({
      onSuccess: async ({ organizationId }) => {
        forgetInvitation();
        const session = await queryClient.fetchQuery({ ...sessionOptions(), staleTime: 0 });
        const slug = session?.organizations.find(({ id }) => id === organizationId)?.slug;
        if (slug === undefined) await router.navigate({ to: "/", replace: true });
        else await router.navigate({ to: "/o/$slug/documents", params: { slug }, replace: true });
        notify(says.done(organizationName));
      },
    }),
  );
}

interface JoinInsideProps {
  readonly preview: Preview;
  readonly token: string;
  readonly session: CurrentSession;
}

/** For whoever is signed in: one button, and what to do where the address is another one. */
export function JoinInside({ preview, token, session }: JoinInsideProps) {
  const { organizationName } = preview;
  const join = useJoin(organizationName);
  const refusal: Refusal | null = join.error && refusalOf(join.error);
  const { email } = session.user;
  if (refusal?.appCode === "invitation.other_address" || !couldBe(email, preview.email)) {
    return <OtherAddress preview={preview} mine={email} />;
  }
  if (refusal?.appCode === "invitation.already_member") return <AlreadyInside preview={preview} session={session} />;
  if (refusal?.appCode === "auth.link_invalid") return <SpentInvitation />;
  const known = says.refusals[refusal?.appCode ?? ""];
  return (
    <GatePage title={says.title} heading={says.heading(organizationName)}>
      <Terms preview={preview} />
      <Refused refusal={refusal && { ...refusal, message: known ?? refusal.message }} />
      <SubmitButton
        type="button"
        size="md"
        isBusy={join.isPending}
        busy={says.busy}
        onClick={() => join.mutate({ token })}
      >
        {says.submit}
      </SubmitButton>
      <Aside>{says.signedInAs(email)}</Aside>
    </GatePage>
  );
}
