import { type LiveConnect, shareLive } from "@gatehouse/auth/react";
import type { Query } from "@tanstack/react-query";
import { useEffect } from "react";
import { client, queryClient, trpc } from "../api/client.ts";

const connect: LiveConnect = (after, { told, lost, over }) => {
  const { unsubscribe } = client.live.updates.subscribe(after === null ? {} : { after }, {
    onData: ({ id, data }) => told(Number(id), data),
    onConnectionStateChange: ({ state }) => {
      if (state === "connecting") lost();
    },
    onComplete: over,
    onError: over,
  });
  return unsubscribe;
};

/** Whether a query asks a router of these about an organization. */
const asksAbout =
  (organizationId: string, nouns: readonly string[]) =>
  ({ queryKey: [path, asked] }: Query): boolean => {
    const [noun] = Array.isArray(path) ? path : [];
    const { input } = (asked ?? {}) as { input?: { organizationId?: unknown } };
    return nouns.includes(noun) && input?.organizationId === organizationId;
  };

type Note = Parameters<Parameters<typeof shareLive>[0]["onNote"]>[0];

/** Asks anew for what is shown and may have changed. */
function onNote(note: Note): void {
  if (note.kind === "changed") {
    void queryClient.invalidateQueries({ predicate: asksAbout(note.organizationId, note.nouns) });
    // The names of the organizations stand in the session.
    if (note.nouns.includes("organization")) void askWhoIsHere();
  } else if (note.kind === "session.ended") void askWhoIsHere();
  else if (note.kind === "access.changed" || note.kind === "reset") void queryClient.invalidateQueries();
}

const askWhoIsHere = () => queryClient.invalidateQueries({ queryKey: trpc.session.current.queryKey() });

/**
 * Keeps what is shown up to date for as long as the session lasts, by one stream for all tabs of the browser.
 *
 * @param sessionId null for nobody
 * @param onState told whether this tab hears what happens
 */
export function useLive(sessionId: string | null, onState: (isLive: boolean) => void): void {
  useEffect(() => {
    if (sessionId === null) return;
    return shareLive({ name: sessionId, connect, onNote, onState });
  }, [sessionId, onState]);
}
