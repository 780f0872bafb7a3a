import { type LiveShare, liveSource, shareLive } from "@gatehouse/auth/react";
import type { Query } from "@tanstack/react-query";
import { queryClient, trpc } from "../api/client.ts";

/** What one router answers that changes with the noun of another. */
const FOLLOWS: Readonly<Record<string, string>> = { access: "role" };

/** Whether a query asks a router of these about an organization, or one that follows them. */
const asksAbout =
  (organizationId: string, nouns: readonly string[]) =>
  ({ queryKey: [path, asked] }: Query): boolean => {
    const [noun] = Array.isArray(path) ? path : [];
    const { input } = (asked ?? {}) as { input?: { organizationId?: unknown } };
    return (nouns.includes(noun) || nouns.includes(FOLLOWS[noun] ?? "")) && input?.organizationId === organizationId;
  };

/** Whether a query may ask by itself. What runs the installation is asked by a person alone: it is logged, and wants a fresh proof. */
const asksByItself = ({ queryKey: [path] }: Query): boolean => !(Array.isArray(path) && path[0] === "instance");

const askWhoIsHere = () => queryClient.invalidateQueries({ queryKey: trpc.session.current.queryKey() });

/** Asks anew for what is shown and may have changed. */
const onNote: LiveShare["onNote"] = (note) => {
  if (note.kind === "changed") {
    void queryClient.invalidateQueries({ predicate: asksAbout(note.organizationId, note.nouns) });
    // The names of the organizations stand in the session.
    if (note.nouns.includes("organization")) void askWhoIsHere();
  } else if (note.kind === "session.ended") void askWhoIsHere();
  else if (note.kind === "access.changed" || note.kind === "reset") {
    void queryClient.invalidateQueries({ predicate: asksByItself });
  }
};

/**
 * Keeps what is shown up to date, by one stream for all tabs of the browser.
 *
 * @param sessionId whose stream it is
 * @param onState told whether this tab hears what happens
 * @returns what ends it
 */
export const goLive = (sessionId: string, onState: (isLive: boolean) => void): (() => void) =>
  shareLive({ name: sessionId, connect: liveSource("/trpc"), onNote, onState });
