import type { Refusal } from "@gatehouse/auth/react";
import { sentenceOf } from "../api/sentence.ts";
import { RequestId } from "./request-id.tsx";
import classes from "./refused.module.css";

/** A refusal beside the thing that was refused: what happened, and the request's id for whoever looks into it. */
export const Refused = ({ refusal }: { readonly refusal: Refusal | null }) => (
  <div role="alert" className={classes.place}>
    {refusal && (
      <div className={classes.refused}>
        <p>{sentenceOf(refusal)}</p>
        {refusal.requestId !== null && refusal.status !== null && refusal.status >= 500 && (
          <RequestId id={refusal.requestId} />
        )}
      </div>
    )}
  </div>
);
