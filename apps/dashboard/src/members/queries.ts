import { refusalOf } from "@gatehouse/auth/react";
import { queryOptions } from "@tanstack/react-query";
import { type Answers, client, queryClient, trpc } from "../api/client.ts";
import { everyPage } from "../api/every-page.ts";
import { sessionOptions } from "../session/session.ts";

export type Member = Answers["member"]["list"]["items"][number];

const MOST = 100;
const OFFERED = 20;

/** Who belongs to an organization, a page at a time; with a text, whoever's name, a word of it, or address begins so. */
export const memberListOptions = (organizationId: string, search?: string) =>
  trpc.member.list.infiniteQueryOptions(
    { organizationId, ...(search !== undefined && { search }) },
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  );

/** The first of those who are looked for, for what offers them to choose from. */
export const memberPickOptions = (
  organizationId: string,
  which: { readonly search?: string; readonly role?: string },
) => trpc.member.list.queryOptions({ organizationId, limit: OFFERED, ...which });

/** One of them; null for whoever is none. */
export const memberOptions = (organizationId: string, userId: string) =>
  queryOptions({
    queryKey: trpc.member.get.queryKey({ organizationId, userId }),
    queryFn: ({ signal }): Promise<Member | null> =>
      client.member.get.query({ organizationId, userId }, { signal }).catch((error: unknown) => {
        if (refusalOf(error).appCode === "member.not_found") return null;
        throw error;
      }),
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
    trpc.member.pathKey(),
    roleListOptions(organizationId).queryKey,
    trpc.access.explain.pathKey(),
    sessionOptions().queryKey,
  ];
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
