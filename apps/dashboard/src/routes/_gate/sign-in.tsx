import { announce, useTabNews } from "@gatehouse/auth/react";
import { createFileRoute, Link, redirect, useRouter } from "@tanstack/react-router";
import { z } from "zod";
import { queryClient } from "../../api/client.ts";
import { useLift } from "../../gate/gate-layout.tsx";
import { Aside, GatePage, Word } from "../../gate/gate-page.tsx";
import { SignInForm } from "../../gate/sign-in-form.tsx";
import { nextPath } from "../../session/next.ts";
import { sessionOptions } from "../../session/session.ts";
import { words } from "../../words.ts";

const search = z.object({
  next: z.string().optional().catch(undefined),
  reason: z.enum(["ended", "signedOut"]).optional().catch(undefined),
});

export const Route = createFileRoute("/_gate/sign-in")({
  validateSearch: search,
  beforeLoad: async ({ context, search: { next, reason } }) => {
    if (reason === "signedOut") return;
    // When the API cannot be asked, the form still stands, and says so when it is sent.
    const session = await context.queryClient.fetchQuery({ ...sessionOptions(), retry: false }).catch(() => null);
    if (session !== null) throw redirect({ href: nextPath(next, location.origin), replace: true });
  },
  component: SignIn,
});

function SignIn() {
  const { next, reason } = Route.useSearch();
  const router = useRouter();
  const lift = useLift();

  const pass = async () => {
    queryClient.clear();
    const ready = queryClient.prefetchQuery(sessionOptions());
    await Promise.all([ready, lift()]);
    router.history.replace(nextPath(next, location.origin));
  };
  const onSignedIn = () => {
    announce("signedIn");
    return pass();
  };
  useTabNews((news) => {
    if (news === "signedIn") void pass();
  });

  return (
    <GatePage title={words.signIn.title} heading={words.signIn.heading}>
      {reason !== undefined && <Word>{words.signIn[reason]}</Word>}
      <Aside>
        {words.signIn.newHere} <Link to="/sign-up">{words.signIn.create}</Link>
      </Aside>
      <SignInForm onSignedIn={onSignedIn} />
    </GatePage>
  );
}
