import { refusalOf, STEP_UP_DECLINED } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { BlankList } from "../ui/blank.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Empty } from "../ui/page.tsx";
import { Refused } from "../ui/refused.tsx";
import { instance } from "../words/instance.ts";
import { words } from "../words.ts";
import classes from "./instance.module.css";
import { plainly } from "./plainly.ts";

const { proof, enrol } = instance;

interface UnansweredProps {
  /** Why there is no answer; null while it is on its way. */
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** What stands where an answer will: its shape, the proof that it needs, or why it was refused. */
export function Unanswered({ error, onRetry }: UnansweredProps) {
  if (error === null) return <BlankList />;
  const refusal = refusalOf(error);
  if (refusal.appCode === STEP_UP_DECLINED) {
    return (
      <Empty title={proof.title} action={<Button onClick={onRetry}>{proof.go}</Button>}>
        {proof.explanation}
      </Empty>
    );
  }
  if (refusal.appCode === "access.mfa_enrollment_required") {
    return (
      <Empty title={enrol.title} action={<LinkButton to="/security">{enrol.go}</LinkButton>}>
        {enrol.explanation}
      </Empty>
    );
  }
  return (
    <div className={classes.failed}>
      <Refused refusal={plainly(refusal)} />
      <Button onClick={onRetry}>{words.common.tryAgain}</Button>
    </div>
  );
}
