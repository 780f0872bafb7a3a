import { type Answers, queryClient, trpc } from "../api/client.ts";
import { roleListOptions } from "../members/queries.ts";
import { sessionOptions } from "../session/session.ts";

export type Role = Answers["role"]["list"]["items"][number];
export type Catalogue = Answers["access"]["catalogue"];

/** Everything that may be done, by noun. It changes with a release. */
export const catalogueOptions = () =>
  trpc.access.catalogue.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY });

/** A role changed: so did the list, and perhaps what this person may. */
export async function refreshRoles(organizationId: string): Promise<void> {
  const keys = [roleListOptions(organizationId), sessionOptions()];
  await Promise.all(keys.map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })));
}
