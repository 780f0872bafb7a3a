import { type Refusal, refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { sentenceOf } from "../api/sentence.ts";
import { words } from "../words.ts";
import { Lacking } from "./lacking.tsx";
import { Missing } from "./missing.tsx";
import { Page } from "./page.tsx";
import { RequestId } from "./request-id.tsx";
import classes from "./ways.module.css";

// A tRPC error carries its answer or the failure to get one; anything else that is thrown is a fault of this page.
const isAnswer = (error: unknown): boolean => error instanceof Error && error.name === "TRPCClientError";

const Retry = ({ refusal, onRetry }: { readonly refusal: Refusal; readonly onRetry: () => void }) => (
  <Page title={words.failure.title} subtitle={sentenceOf(refusal)}>
    <div className={classes.ways}>
      <Button variant="filled" onClick={onRetry}>
        {words.common.tryAgain}
      </Button>
      {refusal.requestId !== null && <RequestId id={refusal.requestId} />}
    </div>
  </Page>
);

/** The page of a page that failed: what happened, the request's id, and the way on. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  useEffect(() => queries.reset(), [queries]);
  const refusal = refusalOf(error);
  if (refusal.status === 404) return <Missing explanation={words.failure.notFound} />;
  const [lacks] = refusal.missing;
  if (lacks !== undefined) return <Lacking permission={lacks} requestId={refusal.requestId} />;
  if (isAnswer(error)) {
    const onRetry = () => {
      reset();
      void router.invalidate();
    };
    return <Retry refusal={refusal} onRetry={onRetry} />;
  }
  return (
    <Page title={words.failure.title} subtitle={words.failure.code}>
      <Button variant="filled" onClick={() => window.location.reload()}>
        {words.failure.reload}
      </Button>
    </Page>
  );
}
