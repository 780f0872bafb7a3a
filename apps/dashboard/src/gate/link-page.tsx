import { refusalOf } from "@gatehouse/auth/react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { LinkButton } from "../ui/link-button.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { links } from "../words/links.ts";
import { Aside, GatePage } from "./gate-page.tsx";
import { useLinkToken } from "./link-token.ts";

interface LinkWords {
  readonly title: string;
  readonly explanation: string;
  readonly submit: string;
  readonly busy: string;
  readonly doneTitle: string;
  readonly done: string;
  readonly badTitle: string;
  readonly bad: string;
}

interface LinkPageProps {
  readonly says: LinkWords;
  /** What the button does. */
  readonly action: {
    readonly mutate: (input: { token: string }) => void;
    readonly isPending: boolean;
    readonly isSuccess: boolean;
    readonly error: unknown;
  };
  /** What is said first when it is done, where that depends on the answer. */
  readonly outcome?: string | undefined;
  readonly isDanger?: boolean;
  /** The ways on when it is done. */
  readonly children: ReactNode;
}

/** The page of a mail's link. A scanner that opens it finds a button and presses none, so that opening spends nothing. */
export function LinkPage({ says, action, outcome, isDanger = false, children }: LinkPageProps) {
  const token = useLinkToken();
  const refusal = action.error === null ? null : refusalOf(action.error);
  if (action.isSuccess) {
    return (
      <GatePage title={says.doneTitle}>
        <p role="status">
          {outcome} {says.done}
        </p>
        {children}
      </GatePage>
    );
  }
  if (token === undefined || refusal?.appCode === "auth.link_invalid" || refusal?.status === 400) {
    return (
      <GatePage title={says.badTitle}>
        <p role="status">{says.bad}</p>
        <LinkButton to="/">{links.goOn}</LinkButton>
      </GatePage>
    );
  }
  return (
    <GatePage title={says.title}>
      <p>{says.explanation}</p>
      <Refused refusal={refusal} />
      <SubmitButton
        type="button"
        size="md"
        {...(isDanger && { color: "danger" })}
        isBusy={action.isPending}
        busy={says.busy}
        onClick={() => action.mutate({ token })}
      >
        {says.submit}
      </SubmitButton>
      <Aside>
        <Link to="/">{links.goOn}</Link>
      </Aside>
    </GatePage>
  );
}
