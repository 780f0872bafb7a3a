import type { Refusal } from "@gatehouse/auth/react";
import { words } from "../words.ts";
import classes from "./load-more.module.css";
import { Refused } from "./refused.tsx";
import { SubmitButton } from "./submit-button.tsx";

interface LoadMoreProps {
  readonly hasMore: boolean;
  readonly isFetching: boolean;
  readonly refusal: Refusal | null;
  readonly onMore: () => void;
}

/** The foot of a list that comes a page at a time. A button, not a scroll that never ends. */
export const LoadMore = ({ hasMore, isFetching, refusal, onMore }: LoadMoreProps) => (
  <div className={classes.foot}>
    <Refused refusal={refusal} />
    {hasMore && (
      <SubmitButton
        type="button"
        variant="default"
        isBusy={isFetching}
        busy={words.common.loadingMore}
        onClick={onMore}
      >
        {words.common.loadMore}
      </SubmitButton>
    )}
  </div>
);
