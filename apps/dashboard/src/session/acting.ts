import { announce, refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";
import { sentenceOf } from "../api/sentence.ts";
import { notify } from "../ui/notice.tsx";

let isOnTheWay = false;

/** Whether this tab is about to go on as somebody else by itself. */
export const isMovingOn = (): boolean => isOnTheWay;

/** Goes on as whoever the cookie names by now. A page load, so that nothing of the one person stays in memory for the other. */
export function goOnAs(path: string): void {
  isOnTheWay = true;
  announce("signedIn");
  window.location.assign(path);
}

/**
 * Stops acting as somebody else, and goes on as oneself.
 *
 * @param path where
 */
export function useStopActing(path: string) {
  return useMutation(
    trpc.instance.stopImpersonating.mutationOptions({
      // The server tells this tab that a session ended before it answers.
      onMutate: () => {
        isOnTheWay = true;
      },
      onSuccess: () => goOnAs(path),
      onError: (error) => {
        isOnTheWay = false;
        notify(sentenceOf(refusalOf(error)));
      },
    }),
  );
}
