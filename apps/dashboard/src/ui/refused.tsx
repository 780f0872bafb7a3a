import { type Refusal, STEP_UP_DECLINED } from "@gatehouse/auth/react";
import { sentenceOf } from "../api/sentence.ts";
import classes from "./refused.module.css";
import { RequestId } from "./request-id.tsx";
import { WhyMissing } from "./why-missing.tsx";

/**
 * A refusal beside the thing that was refused: what happened, and the request's id for whoever looks into it.
 * Nothing is said to a person who gave up themselves.
 */
export const Refused = ({ refusal }: { readonly refusal: Refusal | null }) => (
  <div role="alert" className={classes.place}>
    {refusal && refusal.appCode !== STEP_UP_DECLINED && (
      <div className={classes.refused}>
        <p>{sentenceOf(refusal)}</p>
        <WhyMissing permission={refusal.missing[0]} />
        {refusal.requestId !== null && refusal.status !== null && refusal.status >= 500 && (
          <RequestId id={refusal.requestId} />
        )}
      </div>
    )}
  </div>
);
