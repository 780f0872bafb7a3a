import type { AccessMatrix } from "@gatehouse/auth";
import { type Answers, queryClient, trpc } from "../api/client.ts";
import { roleListOptions } from "../members/queries.ts";
import { sessionOptions } from "../session/session.ts";

export type Role = Answers["role"]["list"]["items"][number];
export type Catalogue = Answers["access"]["catalogue"];

/** Everything that may be done, by noun. It changes with a release. */
export const catalogueOptions = () =>
  trpc.access.catalogue.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY });

const asMatrix = (answer: Answers["access"]["matrix"]): AccessMatrix => {
  if (typeof answer === "string") throw new Error("a table for a spreadsheet was not asked for");
  return answer;
};

/** Every way in by every role, as the roles are now. */
export const matrixOptions = (organizationId: string) =>
  trpc.access.matrix.queryOptions({ organizationId }, { select: asMatrix });

/** A role changed: so did the list, the matrix, and perhaps what this person may. */
export async function refreshRoles(organizationId: string): Promise<void> {
  const keys = [
    roleListOptions(organizationId).queryKey,
    matrixOptions(organizationId).queryKey,
    trpc.access.explain.pathKey(),
    sessionOptions().queryKey,
  ];
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
