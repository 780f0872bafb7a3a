import { type Answers, queryClient, trpc } from "../api/client.ts";
import { sessionOptions } from "../session/session.ts";

export type Member = Answers["member"]["list"]["items"][number];

/** Who belongs to an organization, a page at a time. */
export const memberListOptions = (organizationId: string) =>
  trpc.member.list.infiniteQueryOptions({ organizationId }, { getNextPageParam: ({ nextCursor }) => nextCursor });

/** The roles of an organization. Nobody has more than fit on two pages: the first holds the built-in ones. */
export const roleListOptions = (organizationId: string) => trpc.role.list.queryOptions({ organizationId, limit: 100 });

/** A membership changed: so did the list, how many hold each role, and perhaps what this person may. */
export async function refreshMembers(organizationId: string): Promise<void> {
  const keys = [memberListOptions(organizationId), roleListOptions(organizationId), sessionOptions()];
  await Promise.all(keys.map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })));
}
