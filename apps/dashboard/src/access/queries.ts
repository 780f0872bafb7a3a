import { useSuspenseQuery } from "@tanstack/react-query";
import { type Answers, queryClient, trpc } from "../api/client.ts";
import { type Catalogue, catalogueOptions } from "../roles/queries.ts";

export type Explanation = Answers["access"]["explain"];
export type Step = Explanation["chain"][number];
export type AccessRequest = Answers["accessRequest"]["list"]["items"][number];

/** What every role holds that is of any use: what refuses this, refuses everything. */
export const ANYTHING = "organization:read";

/** What a permission allows, as a sentence; undefined for what is none. */
export const permissionName = (catalogue: Catalogue, permission: string): string | undefined =>
  catalogue.flatMap(({ permissions }) => permissions).find((row) => row.permission === permission)?.says;

export const usePermissionName = (permission: string): string | undefined =>
  permissionName(useSuspenseQuery(catalogueOptions()).data, permission);

/** Why a member may, or may not; asked anew each time, as it may have changed. */
export const explainOptions = (organizationId: string, userId: string, permission: string) =>
  trpc.access.explain.queryOptions({ organizationId, userId, permission }, { staleTime: 0 });

/** What the person asked for and waits for. */
export const ownRequestOptions = (organizationId: string) =>
  trpc.accessRequest.mine.queryOptions({ organizationId, limit: 100 });

/** What waits for an answer of this person, oldest first. */
export const requestListOptions = (organizationId: string) =>
  trpc.accessRequest.list.queryOptions({ organizationId, limit: 50 });

/** A request was made or answered. */
export async function refreshRequests(organizationId: string): Promise<void> {
  const keys = [ownRequestOptions(organizationId), requestListOptions(organizationId)];
  await Promise.all(keys.map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })));
}
