import type { Refusal } from "@gatehouse/auth/react";
import { useEffect, useRef } from "react";
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

/** The foot of a list that comes a page at a time. A button, not a scroll that never ends; with the last page it goes, and the foot keeps the focus. */
export function LoadMore({ hasMore, isFetching, refusal, onMore }: LoadMoreProps) {
  const foot = useRef<HTMLDivElement>(null);
  const wasPressed = useRef(false);
  useEffect(() => {
    if (!hasMore && wasPressed.current) foot.current?.focus({ preventScroll: true });
  }, [hasMore]);
  const onPress = () => {
    wasPressed.current = true;
    onMore();
  };
  return (
    <div ref={foot} tabIndex={-1} className={classes.foot}>
      <Refused refusal={refusal} />
      {hasMore && (
        <SubmitButton
          type="button"
          variant="default"
          isBusy={isFetching}
          busy={words.common.loadingMore}
          onClick={onPress}
        >
          {words.common.loadMore}
        </SubmitButton>
      )}
    </div>
  );
}
