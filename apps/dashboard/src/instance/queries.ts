import { type Answers, queryClient, trpc } from "../api/client.ts";

export type Person = Answers["instance"]["users"]["items"][number];
export type OnePerson = Answers["instance"]["user"];
export type AnyOrganization = Answers["instance"]["organizations"]["items"][number];
export type OneOrganization = Answers["instance"]["organization"];
export type Grant = Answers["instance"]["grants"]["items"][number];

// Each of these looks is logged, and may ask for a fresh proof: nothing looks but a person who opens a page.
const asked = { staleTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false } as const;

const searched = (search: string | undefined) => (search === undefined ? {} : { search });

/** The people whose address or name begins so, newest first. */
export const peopleOptions = (search: string | undefined) =>
  trpc.instance.users.infiniteQueryOptions(searched(search), {
    getNextPageParam: ({ nextCursor }) => nextCursor,
    ...asked,
  });

export const personOptions = (userId: string) => trpc.instance.user.queryOptions({ userId }, asked);

/** The team organizations whose name or address begins so, newest first. */
export const organizationsOptions = (search: string | undefined) =>
  trpc.instance.organizations.infiniteQueryOptions(searched(search), {
    getNextPageParam: ({ nextCursor }) => nextCursor,
    ...asked,
  });

/** One organization, with a page of its members at a time. */
export const anyOrganizationOptions = (organizationId: string) =>
  trpc.instance.organization.infiniteQueryOptions(
    { organizationId },
    { getNextPageParam: ({ members }) => members.nextCursor, ...asked },
  );

export const grantsOptions = () =>
  trpc.instance.grants.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor, ...asked });

export const logOptions = () =>
  trpc.instance.events.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor, ...asked });

/** Something was done: what is shown is asked for anew, and the rest when it is opened. */
export const refreshInstance = () => queryClient.invalidateQueries({ queryKey: trpc.instance.pathKey() });
