import { asPerson } from "@gatehouse/db";
import type { SecondFactor } from "@gatehouse/kernel";
import { and, asc, desc, eq, lt, sql } from "drizzle-orm";
import { refusal } from "../errors.ts";
import { factorsColumn } from "../mfa/factors.ts";
import type { Mfa } from "../mfa/mfa.ts";
import { memberships, organizations } from "../organizations/schema.ts";
import { keyset, pageOf } from "../page.ts";
import { beginsWith, lower, type Search } from "../search.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { users } from "../users/schema.ts";
import { recordHere, recordOf } from "./log.ts";
import type { InstancePermission } from "./permissions.ts";
import { instanceGrants } from "./schema.ts";
import type { InstanceWork } from "./work.ts";

/** Somebody with an account. Dates are ISO 8601. */
export interface PersonView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly createdAt: string;
  readonly disabledAt: string | null;
  /** When the account will be erased, unless the person signs in before. */
  readonly deletesAt: string | null;
  readonly factors: readonly SecondFactor[];
  /** What the person may do to the installation; null for nearly everybody. */
  readonly permissions: readonly InstancePermission[] | null;
}

const COLUMNS = {
  id: users.id,
  email: users.email,
  name: users.name,
  createdAt: users.createdAt,
  disabledAt: users.disabledAt,
  deletesAt: users.deletesAt,
  factors: factorsColumn,
  permissions: instanceGrants.permissions,
};

const peopleIn = ({ tx }: InstanceWork) =>
  tx
    .select({ ...COLUMNS, personalOrganizationId: users.personalOrganizationId })
    .from(users)
    .leftJoin(instanceGrants, eq(instanceGrants.userId, users.id))
    .$dynamic();

type Row = Awaited<ReturnType<typeof peopleIn>>[number];

const viewOf = ({ personalOrganizationId: _place, createdAt, disabledAt, deletesAt, ...row }: Row): PersonView => ({
  ...row,
  createdAt: createdAt.toISOString(),
  disabledAt: disabledAt?.toISOString() ?? null,
  deletesAt: deletesAt?.toISOString() ?? null,
});

/** The people of the installation, as whoever runs it sees them. Each look stands in its log. */
export function createPeople(sessions: Sessions, mfa: Mfa) {
  /** Everybody whose address or name begins so, newest first. */
  async function list(work: InstanceWork, { search, ...page }: Search) {
    const { cursor, limit } = keyset(page);
    await recordHere(work, "instance.users_listed");
    const after = cursor === null ? undefined : lt(users.id, cursor);
    const rows = await peopleIn(work)
      .where(and(beginsWith([sql`${users.email}`, lower(users.name)], search), after))
      .orderBy(desc(users.id))
      .limit(limit + 1);
    return pageOf(rows, limit, ({ id }) => id, viewOf);
  }

  /** Row-level security shows the rows that name the person. */
  const organizationsOf = (work: InstanceWork, userId: string) =>
    asPerson(work, userId, () =>
      work.tx
        .select({
          id: organizations.id,
          name: organizations.name,
          slug: organizations.slug,
          personal: organizations.personal,
          role: memberships.role,
        })
        .from(memberships)
        .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
        .where(eq(memberships.userId, userId))
        .orderBy(asc(organizations.id)),
    );

  return {
    list,

    /** One of them, with what the person has; the person reads in their own log who looked. @throws AppError `user.not_found` */
    async get(work: InstanceWork, { userId }: { userId: string }) {
      const [row] = await peopleIn(work).where(eq(users.id, userId));
      if (!row) throw refusal("user.not_found");
      await recordOf(work, "instance.user_viewed", row);
      const { items, nextCursor } = await sessions.listOf(work, userId, { limit: MOST_SESSIONS });
      return {
        ...viewOf(row),
        /** Where the events stand of what the person does outside any organization. */
        eventsIn: row.personalOrganizationId,
        proofs: await mfa.statusOf(work, userId),
        sessions: items,
        hasMoreSessions: nextCursor !== null,
        organizations: await organizationsOf(work, userId),
      };
    },
  };
}

const MOST_SESSIONS = 100;
