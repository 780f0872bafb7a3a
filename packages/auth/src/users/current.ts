import type { UserWork } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import { and, asc, eq } from "drizzle-orm";
import { roles } from "../access/schema.ts";
import type { Task } from "../access/tasks.ts";
import type { Locale } from "../config.ts";
import type { InstancePermission } from "../instance/permissions.ts";
import { memberships, organizations } from "../organizations/schema.ts";
import { sessions } from "../sessions/schema.ts";
import { users } from "./schema.ts";

/** One organization of a person, and what the person may do there. */
export interface CurrentOrganization<Permission extends string = string> {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly personal: boolean;
  /** ISO 8601: when it will be gone, unless an owner restores it; null while nobody asked for that. */
  readonly deletesAt: string | null;
  readonly role: string;
  /** What the role is called. */
  readonly roleName: string;
  readonly permissions: readonly Permission[];
}

/** Who is signed in here. */
export interface CurrentSession<Permission extends string = string> {
  readonly user: { readonly id: string; readonly email: string; readonly name: string; readonly locale: Locale };
  readonly session: { readonly id: string };
  readonly organizations: readonly CurrentOrganization<Permission>[];
  readonly tasks: readonly Task[];
  /** What the person may do to the installation itself: nothing, for nearly everybody. */
  readonly instance: readonly InstancePermission[];
  /** Who is really here, for the banner; null where it is the person. */
  readonly impersonator: CurrentImpersonator | null;
}

/** Somebody who runs the installation and acts as the person. */
export interface CurrentImpersonator {
  readonly name: string;
  /** ISO 8601. */
  readonly until: string;
}

/** What the organizations of a person ask of this session; from the slice of access. */
type TasksOf = (actor: Actor, ip: string | null, now: number) => readonly Task[];

const SHOWN = {
  id: organizations.id,
  name: organizations.name,
  slug: organizations.slug,
  personal: organizations.personal,
  deletesAt: organizations.deletesAt,
  ownName: roles.name,
};

async function impersonatorIn({ tx, actor }: UserWork): Promise<CurrentImpersonator | null> {
  if (actor.impersonator === null) return null;
  const [row] = await tx
    .select({ name: users.name, until: sessions.endsAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.impersonatorId))
    .where(eq(sessions.id, actor.sessionId));
  return row ? { name: row.name, until: row.until.toISOString() } : null;
}

interface CurrentDeps {
  readonly tasksOf: TasksOf;
  /** A role as people call it; from the slice of access. */
  readonly roleNameOf: (key: string, own: string | null) => string;
}

/** What a session is to its own person. */
export const createCurrent =
  ({ tasksOf, roleNameOf }: CurrentDeps) =>
  /** Everything a client needs to know about the person who is signed in; null when the account is gone. */
  async <Permission extends string = string>(work: UserWork): Promise<CurrentSession<Permission> | null> => {
    const { tx, actor, now, request } = work;
    const [user] = await tx
      .select({ id: users.id, email: users.email, name: users.name, locale: users.locale })
      .from(users)
      .where(eq(users.id, actor.userId));
    if (!user) return null;
    const rows = await tx
      .select(SHOWN)
      .from(memberships)
      .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
      .leftJoin(roles, and(eq(roles.organizationId, memberships.organizationId), eq(roles.key, memberships.role)))
      .where(eq(memberships.userId, actor.userId))
      .orderBy(asc(organizations.id));
    return {
      user,
      session: { id: actor.sessionId },
      organizations: rows.flatMap(({ deletesAt, ownName, ...row }) => {
        const held = actor.memberships.get(row.id);
        if (!held) return [];
        const permissions = [...held.permissions] as Permission[];
        const { role } = held;
        const roleName = roleNameOf(role, ownName);
        return [{ ...row, deletesAt: deletesAt?.toISOString() ?? null, role, roleName, permissions }];
      }),
      tasks: tasksOf(actor, request.ip, now.getTime()),
      instance: [...actor.instance] as InstancePermission[],
      impersonator: await impersonatorIn(work),
    };
  };
