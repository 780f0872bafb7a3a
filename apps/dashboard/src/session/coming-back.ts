import { announce } from "@gatehouse/auth/react";
import { client } from "../api/client.ts";
import { quietly } from "./quietly.ts";

const KEY = "gatehouse-acting";

/** What this browser remembers of acting as somebody else, for no page can see the cookies: that it does, or that it is over. */
export const marked = () => quietly(() => localStorage.getItem(KEY));
export const mark = (state: "acting" | "over" | "none") => quietly(() => localStorage.setItem(KEY, state));

/** Goes on as whoever the cookie names by now. A page load, so that nothing of the one person stays in memory for the other. */
export function goOnAt(path: string): void {
  announce("signedIn");
  window.location.assign(path);
}

async function comeBack(): Promise<boolean> {
  const isBack = await client.instance.stopImpersonating.mutate().then(
    () => true,
    // Another tab may have been first.
    async () => (await client.session.current.query()) !== null,
  );
  mark(isBack ? "over" : "none");
  if (isBack) goOnAt("/");
  return isBack;
}

let comingBack: Promise<boolean> | undefined;

/**
 * Nobody is here any more. Where this browser acted as somebody else, that may be over by its time or by that person: then whoever acted
 * goes on as themselves, if the server says that their own session still stands. Once, however often it is asked.
 *
 * @returns whether this page is being left
 */
export async function isBackFromActing(): Promise<boolean> {
  if (comingBack === undefined && marked() === "acting") comingBack = comeBack();
  return (await comingBack) ?? false;
}
