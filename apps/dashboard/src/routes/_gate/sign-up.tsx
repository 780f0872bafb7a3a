import { createFileRoute, Link, useNavigate } from "@tanstack/react-router";
import { Aside, GatePage } from "../../gate/gate-page.tsx";
import { SignUpForm } from "../../gate/sign-up-form.tsx";
import { useSignUp } from "../../gate/use-sign-up.ts";
import { words } from "../../words.ts";

export const Route = createFileRoute("/_gate/sign-up")({ component: SignUp });

function SignUp() {
  const navigate = useNavigate();
  const { send, isChecking } = useSignUp();
  return (
    <GatePage title={words.signUp.title}>
      <Aside>
        {words.signUp.haveOne} <Link to="/sign-in">{words.signUp.signIn}</Link>
      </Aside>
      <SignUpForm
        isChecking={isChecking}
        onSend={async (account) => {
          await send(account);
          await navigate({ to: "/check-your-mail", state: { sentTo: account.email } });
        }}
      />
    </GatePage>
  );
}
