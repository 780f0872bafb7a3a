import { type Answers, client, queryClient, trpc } from "../api/client.ts";
import { everyPage } from "../api/every-page.ts";
import { sessionOptions } from "../session/session.ts";

export type Member = Answers["member"]["list"]["items"][number];

const MOST = 100;

/** Who belongs to an organization, a page at a time; with a text, whoever's name, a word of it, or address begins so. */
export const memberListOptions = (organizationId: string, search?: string) =>
  trpc.member.list.infiniteQueryOptions(
    { organizationId, ...(search !== undefined && { search }) },
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  );

/** All of them, for what has to offer each. */
export const everyMemberOptions = (organizationId: string) => ({
  ...trpc.member.list.queryOptions({ organizationId, limit: MOST }),
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    everyPage((cursor) => client.member.list.query({ organizationId, limit: MOST, cursor }, { signal })),
});

/** The roles of an organization, the built-in ones first. */
export const roleListOptions = (organizationId: string) => ({
  ...trpc.role.list.queryOptions({ organizationId, limit: MOST }),
  queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
    everyPage((cursor) => client.role.list.query({ organizationId, limit: MOST, cursor }, { signal })),
});

/** A membership changed: so did the lists, how many hold each role, what somebody may, and perhaps what this person may. */
export async function refreshMembers(organizationId: string): Promise<void> {
  const keys = [
    memberListOptions(organizationId).queryKey,
    everyMemberOptions(organizationId).queryKey,
    roleListOptions(organizationId).queryKey,
    trpc.access.explain.pathKey(),
    sessionOptions().queryKey,
  ];
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
