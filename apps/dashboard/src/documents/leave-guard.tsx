import { useBlocker } from "@tanstack/react-router";
import type { RefObject } from "react";
import { Confirmation } from "../ui/dialog.tsx";
import { writing } from "../words/writing.ts";

/** Asks before unsaved words are left behind, whichever way the page is left. */
export function LeaveGuard({ isDirty }: { readonly isDirty: RefObject<boolean> }) {
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty.current,
    enableBeforeUnload: () => isDirty.current,
    withResolver: true,
  });
  const says = {
    title: writing.leaveTitle,
    go: writing.leaveGo,
    busy: writing.leaveGo,
    stay: writing.leaveStay,
  };
  const isAsking = blocker.status === "blocked";
  return (
    <Confirmation
      says={says}
      isOpen={isAsking}
      isBusy={false}
      onGo={() => blocker.proceed?.()}
      onStay={() => blocker.reset?.()}
    >
      <p>{writing.leave}</p>
    </Confirmation>
  );
}
