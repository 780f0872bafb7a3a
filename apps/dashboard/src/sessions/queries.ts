import { type Answers, queryClient, trpc } from "../api/client.ts";

export type SessionView = Answers["session"]["list"]["items"][number];

/** Where the person is signed in, newest first. */
export const sessionListOptions = () =>
  trpc.session.list.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor });

export const refreshSessions = () => queryClient.invalidateQueries({ queryKey: sessionListOptions().queryKey });
