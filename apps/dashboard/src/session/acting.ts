import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { client } from "../api/client.ts";
import { sentenceOf } from "../api/sentence.ts";
import { notify } from "../ui/notice.tsx";
import { acting } from "../words/acting.ts";
import { goOnAt, mark, marked } from "./coming-back.ts";

let isOnTheWay = false;

/** Whether this tab is about to go on as somebody else by itself. */
export const isMovingOn = (): boolean => isOnTheWay;

/** Goes on as the person whom the cookie names by now. */
export function goOnActing(): void {
  isOnTheWay = true;
  mark("acting");
  goOnAt("/");
}

/** Stops acting as somebody else, and goes on as oneself, where that person is looked at. */
export const useStopActing = (userId: string) =>
  useMutation({
    mutationFn: async () => {
      // Before it is asked: this tab may be told that a session ended before it is answered.
      isOnTheWay = true;
      await client.instance.stopImpersonating.mutate();
      mark("none");
      goOnAt(`/instance/people/${encodeURIComponent(userId)}`);
    },
    onError: (error) => {
      isOnTheWay = false;
      notify(sentenceOf(refusalOf(error)));
    },
  });

/** Tells whoever came back so, once. */
export function tellOfComingBack(): void {
  if (marked() !== "over") return;
  mark("none");
  notify(acting.over);
}
