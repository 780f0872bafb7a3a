import { announce, refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { client } from "../api/client.ts";
import { sentenceOf } from "../api/sentence.ts";
import { notify } from "../ui/notice.tsx";
import { acting } from "../words/acting.ts";
import { quietly } from "./quietly.ts";

const KEY = "gatehouse-acting";

/** What this browser remembers of acting as somebody else, for no page can see the cookies: that it does, or that it is over. */
const marked = () => quietly(() => localStorage.getItem(KEY));
const mark = (state: "acting" | "over") => quietly(() => localStorage.setItem(KEY, state));
const unmark = () => quietly(() => localStorage.removeItem(KEY));

let isOnTheWay = false;

/** Whether this tab is about to go on as somebody else by itself. */
export const isMovingOn = (): boolean => isOnTheWay;

/** A page load, so that nothing of the one person stays in memory for the other. */
function goOnAt(path: string): void {
  isOnTheWay = true;
  announce("signedIn");
  window.location.assign(path);
}

/** Goes on as the person whom the cookie names by now. */
export function goOnActing(): void {
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
      unmark();
      goOnAt(`/instance/people/${encodeURIComponent(userId)}`);
    },
    onError: (error) => {
      isOnTheWay = false;
      notify(sentenceOf(refusalOf(error)));
    },
  });

async function comeBack(): Promise<boolean> {
  const isBack = await client.instance.stopImpersonating.mutate().then(
    () => true,
    // Another tab may have been first.
    async () => (await client.session.current.query()) !== null,
  );
  if (!isBack) unmark();
  else {
    mark("over");
    goOnAt("/");
  }
  return isBack;
}

let comingBack: Promise<boolean> | null = null;

/**
 * Nobody is here any more. Where this browser acted as somebody else, that may be over by its time or by that person: then whoever acted
 * goes on as themselves, if the server says that their own session still stands. Once, however often it is asked.
 *
 * @returns whether this page is being left
 */
export async function isBackFromActing(): Promise<boolean> {
  if (marked() !== "acting") return false;
  comingBack ??= comeBack().finally(() => {
    comingBack = null;
  });
  return comingBack;
}

/** Tells whoever came back so, once. */
export function tellOfComingBack(): void {
  if (marked() !== "over") return;
  unmark();
  notify(acting.over);
}
