import { asPerson, type Work } from "@gatehouse/db";
import { eq, sql } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { memberships } from "../organizations/schema.ts";
import { users } from "../users/schema.ts";
import type { Access } from "./memory.ts";

/** Reads what a person may do, with its version, by one statement; null when the account is gone or disabled. */
export function readAccess(work: Work, policy: Policy, userId: string): Promise<Access | null> {
  return asPerson(work, userId, async () => {
    const [row] = await work.tx
      .select({
        version: users.accessVersion,
        disabledAt: users.disabledAt,
        roles: sql<Record<string, string> | null>`(
          select json_object_agg(m.organization_id, m.role) from ${memberships} m where m.user_id = ${users.id})`,
      })
      .from(users)
      .where(eq(users.id, userId));
    if (!row || row.disabledAt !== null) return null;
    const entries = Object.entries(row.roles ?? {}).map(
      ([organizationId, role]) =>
        [organizationId, { organizationId, role, permissions: policy.permissionsOf(role) }] as const,
    );
    return { version: row.version, memberships: new Map(entries) };
  });
}
