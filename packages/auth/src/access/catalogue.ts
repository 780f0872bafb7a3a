import type { TenantWork } from "@gatehouse/db";
import type { Policy } from "./define-policy.ts";

/** Permissions grouped by their noun, for a person who reads or edits a role. */
export interface CatalogueGroup {
  readonly noun: string;
  readonly permissions: readonly { readonly permission: string; readonly says: string; readonly from: string }[];
}

/** The policy as a tree: nouns, and under each what may be done to it. */
export function catalogueOf(policy: Policy): CatalogueGroup[] {
  const groups = Map.groupBy(Object.entries(policy.table), ([permission]) => permission.split(":", 1)[0] ?? "");
  return [...groups].map(([noun, rows]) => ({
    noun,
    permissions: rows.map(([permission, { says, from }]) => ({ permission, says, from })),
  }));
}

/** Which of these permissions the actor holds in an organization, from memory. */
export function checkAccess(
  { actor, organizationId }: Pick<TenantWork, "actor" | "organizationId">,
  permissions: readonly string[],
): { allowed: Record<string, boolean> } {
  const held = actor.memberships.get(organizationId)?.permissions;
  return { allowed: Object.fromEntries(permissions.map((permission) => [permission, held?.has(permission) ?? false])) };
}
