import { useBlocker } from "@tanstack/react-router";
import type { RefObject } from "react";
import { Confirmation } from "../ui/dialog.tsx";
import { words } from "../words.ts";

/** Asks before unsaved words are left behind, whichever way the page is left. */
export function LeaveGuard({ isDirty }: { readonly isDirty: RefObject<boolean> }) {
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty.current,
    enableBeforeUnload: () => isDirty.current,
    withResolver: true,
  });
  const says = {
    title: words.document.leaveTitle,
    go: words.document.leaveGo,
    busy: words.document.leaveGo,
    stay: words.document.leaveStay,
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
      <p>{words.document.leave}</p>
    </Confirmation>
  );
}
