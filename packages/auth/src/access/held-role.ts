import type { OrganizationWork } from "@gatehouse/db";
import { and, eq } from "drizzle-orm";
import { isBuiltIn, type Policy } from "./define-policy.ts";
import { roles } from "./schema.ts";

/** A role of one organization, built-in or its own, and what it holds, resolved. */
export interface HeldRole {
  readonly key: string;
  readonly permissions: ReadonlySet<string>;
}

/** The same with what people call it. */
export interface FoundRole extends HeldRole {
  readonly name: string;
}

/** A role as people call it. @param own the name of an organization's own role; null for a built-in one */
export const roleNameOf = (key: string, own: string | null): string =>
  own ?? `${key.charAt(0).toUpperCase()}${key.slice(1)}`;

/** The role of this key in the organization of the work, compared letter by letter; null where there is none. */
export async function findRole(
  { tx, organizationId }: OrganizationWork,
  policy: Policy,
  key: string,
): Promise<FoundRole | null> {
  if (isBuiltIn(key)) return { key, name: roleNameOf(key, null), permissions: policy.permissionsOf(key) };
  const here = and(eq(roles.organizationId, organizationId), eq(roles.key, key));
  const [own] = await tx.select().from(roles).where(here);
  return own ? { key, name: own.name, permissions: policy.resolve(own.permissions) } : null;
}

/** Whoever may do what begins at admin needs a second factor in a team, and whoever gives such a role a fresh proof. */
export const isGuarded = ({ table }: Policy, { key, permissions }: HeldRole): boolean =>
  key === "owner" ||
  key === "admin" ||
  [...permissions].some((permission) => ["admin", "owner"].includes(table[permission]?.from ?? ""));
