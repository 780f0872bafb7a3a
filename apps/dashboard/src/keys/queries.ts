import { type Answers, queryClient, trpc } from "../api/client.ts";

export type ApiKey = Answers["apiKey"]["list"]["items"][number];

/** The API keys of an organization, newest first. */
export const keyListOptions = (organizationId: string) =>
  trpc.apiKey.list.infiniteQueryOptions({ organizationId }, { getNextPageParam: ({ nextCursor }) => nextCursor });

export const refreshKeys = () => queryClient.invalidateQueries({ queryKey: trpc.apiKey.list.pathKey() });
