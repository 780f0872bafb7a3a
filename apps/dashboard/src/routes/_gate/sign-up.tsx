import { useMutation } from "@tanstack/react-query";
import { createFileRoute, Link, useNavigate } from "@tanstack/react-router";
import { trpc } from "../../api/client.ts";
import { Aside, GatePage } from "../../gate/gate-page.tsx";
import { SignUpForm } from "../../gate/sign-up-form.tsx";
import { words } from "../../words.ts";

export const Route = createFileRoute("/_gate/sign-up")({ component: SignUp });

function SignUp() {
  const navigate = useNavigate();
  const { mutateAsync } = useMutation(trpc.auth.signUp.mutationOptions());
  return (
    <GatePage title={words.signUp.title}>
      <Aside>
        {words.signUp.haveOne} <Link to="/sign-in">{words.signUp.signIn}</Link>
      </Aside>
      <SignUpForm
        onSend={async (account) => {
          await mutateAsync(account);
          await navigate({ to: "/check-your-mail", state: { sentTo: account.email } });
        }}
      />
    </GatePage>
  );
}
