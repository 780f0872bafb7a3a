import type { UserWork } from "@gatehouse/db";
import { asc, eq } from "drizzle-orm";
import type { Locale } from "../config.ts";
import { memberships, organizations } from "../organizations/schema.ts";
import { users } from "./schema.ts";

/** One organization of a person, and what the person may do there. */
export interface CurrentOrganization<Permission extends string = string> {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly personal: boolean;
  readonly role: string;
  readonly permissions: readonly Permission[];
}

/** What stands between a person and the work in an organization, by the code of the refusal that it causes. */
export interface Task {
  readonly code: "access.mfa_enrollment_required";
  readonly organizationId: string;
}

/** Who is signed in here. */
export interface CurrentSession<Permission extends string = string> {
  readonly user: { readonly id: string; readonly email: string; readonly name: string; readonly locale: Locale };
  readonly session: { readonly id: string };
  readonly organizations: readonly CurrentOrganization<Permission>[];
  readonly tasks: readonly Task[];
}

/** Everything a client needs to know about the person who is signed in; null when the account is gone. */
export async function currentSession<Permission extends string>({
  tx,
  actor,
}: UserWork): Promise<CurrentSession<Permission> | null> {
  const [user] = await tx
    .select({ id: users.id, email: users.email, name: users.name, locale: users.locale })
    .from(users)
    .where(eq(users.id, actor.userId));
  if (!user) return null;
  const rows = await tx
    .select({
      id: organizations.id,
      name: organizations.name,
      slug: organizations.slug,
      personal: organizations.personal,
    })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(eq(memberships.userId, actor.userId))
    .orderBy(asc(organizations.id));
  return {
    user,
    session: { id: actor.sessionId },
    organizations: rows.flatMap((row) => {
      const held = actor.memberships.get(row.id);
      return held ? [{ ...row, role: held.role, permissions: [...held.permissions] as Permission[] }] : [];
    }),
    tasks: [...actor.memberships.values()]
      .filter(({ needsFactor }) => needsFactor)
      .map(({ organizationId }) => ({ code: "access.mfa_enrollment_required", organizationId })),
  };
}
