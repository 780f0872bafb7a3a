import { announce, type Credentials, type SignInAnswer, useSignIn, useTabNews } from "@gatehouse/auth/react";
import { createFileRoute, Link, redirect, useLocation, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { client, queryClient } from "../../api/client.ts";
import { useLift } from "../../gate/gate-layout.tsx";
import { Aside, Fields, GatePage, Word } from "../../gate/gate-page.tsx";
import { PasskeyFirst } from "../../gate/passkey-first.tsx";
import { SecondHalf } from "../../gate/second-half.tsx";
import { SignInForm } from "../../gate/sign-in-form.tsx";
import { usePasskeyAutofill } from "../../passkeys/autofill.ts";
import { knowsPasskeys, signInWithPasskey } from "../../passkeys/ceremonies.ts";
import type { TypedProof } from "../../proof/methods.ts";
import { nextPath } from "../../session/next.ts";
import { sessionOptions } from "../../session/session.ts";
import { words } from "../../words.ts";
import { oneOf, type Search, textIn } from "../-search.ts";

interface SignInSearch {
  /** The page to go on to. */
  readonly next?: string | undefined;
  /** Why the person stands here. */
  readonly reason?: "ended" | "signedOut" | "leaving" | undefined;
}

export const Route = createFileRoute("/_gate/sign-in")({
  validateSearch: (search: Search): SignInSearch => ({
    next: textIn(search, "next"),
    reason: oneOf(search, "reason", ["ended", "signedOut", "leaving"]),
  }),
  beforeLoad: async ({ context, search: { next, reason } }) => {
    if (reason === "signedOut" || reason === "leaving") return;
    // When the API cannot be asked, the form still stands, and says so when it is sent.
    const session = await context.queryClient.fetchQuery({ ...sessionOptions(), retry: false }).catch(() => null);
    if (session !== null) throw redirect({ href: nextPath(next, location.origin), replace: true });
  },
  component: SignIn,
});

/** Through the gate: the portcullis goes up once, and the page behind is ready by then. */
function usePass(next: string | undefined) {
  const router = useRouter();
  const lift = useLift();
  return async () => {
    queryClient.clear();
    const ready = queryClient.prefetchQuery(sessionOptions());
    await Promise.all([ready, lift()]);
    router.history.replace(nextPath(next, location.origin));
  };
}

const day = new Intl.DateTimeFormat("en", { dateStyle: "long" });
const leavingWords = (erasesAt: string | undefined): string =>
  erasesAt === undefined ? words.account.leave.leftSoon : words.account.leave.left(day.format(new Date(erasesAt)));

function SignIn() {
  const { next, reason } = Route.useSearch();
  const erasesAt = useLocation({ select: (location) => location.state.erasesAt });
  const { state, attempt, restart } = useSignIn();
  const [email, setEmail] = useState("");
  const [isByPasskey, setByPasskey] = useState(false);
  const pass = usePass(next);
  const { step } = state.attempt;
  useTabNews((news) => {
    if (news === "signedIn" && step !== "accepted") void pass();
  });

  const run = async (send: () => Promise<SignInAnswer | null>, isExempt?: boolean) => {
    const reached = await attempt(send, isExempt);
    if (reached.attempt.step !== "accepted") return reached;
    announce("signedIn");
    await pass();
    return reached;
  };
  const runPasskey = (send: () => Promise<SignInAnswer | null>) => {
    setByPasskey(true);
    void run(send, true);
  };
  const onPasskey = () => runPasskey(signInWithPasskey);
  usePasskeyAutofill(state.methods === null && step !== "submitting" && step !== "accepted", runPasskey);
  const onSend = async (credentials: Credentials) => {
    setEmail(credentials.email);
    setByPasskey(false);
    const reached = await run(() => client.auth.signIn.mutate(credentials));
    return reached.attempt.step === "refused";
  };
  const onTyped = async ({ method, secret: code }: TypedProof) => {
    if (method === "password") return false;
    const reached = await run(() => client.auth.completeMfa.mutate({ method, code }));
    return reached.attempt.step === "accepted";
  };

  if (state.methods !== null) {
    return (
      <SecondHalf
        methods={state.methods}
        state={state}
        email={email}
        onTyped={onTyped}
        onPasskey={onPasskey}
        onRestart={restart}
      />
    );
  }
  return (
    <GatePage title={words.signIn.title} heading={words.signIn.heading}>
      {reason !== undefined && <Word>{reason === "leaving" ? leavingWords(erasesAt) : words.signIn[reason]}</Word>}
      <Aside>
        {words.signIn.newHere} <Link to="/sign-up">{words.signIn.create}</Link>
      </Aside>
      <Fields>
        {knowsPasskeys() && (
          <PasskeyFirst
            isBusy={step === "submitting" || step === "accepted"}
            isWaiting={isByPasskey}
            onPasskey={onPasskey}
          />
        )}
        <SignInForm state={state.attempt} isByPasskey={isByPasskey} email={email} onSend={onSend} />
      </Fields>
    </GatePage>
  );
}
