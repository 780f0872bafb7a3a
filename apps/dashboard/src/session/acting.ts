import { announce, refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { client } from "../api/client.ts";
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
 * @throws what the server refused
 */
export async function stopActing(path: string): Promise<void> {
  // Before it is asked: this tab may be told that a session ended before it is answered.
  isOnTheWay = true;
  try {
    await client.instance.stopImpersonating.mutate();
  } catch (error) {
    isOnTheWay = false;
    throw error;
  }
  goOnAs(path);
}

/** The same for whoever asks for it by hand; back where that person is looked at. */
export const useStopActing = (userId: string) =>
  useMutation({
    mutationFn: () => stopActing(`/instance/people/${encodeURIComponent(userId)}`),
    onError: (error) => notify(sentenceOf(refusalOf(error))),
  });
