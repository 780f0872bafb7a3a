import type { TenantWork } from "@gatehouse/db";
import { newId } from "@gatehouse/kernel";
import { and, asc, eq, gt, type SQL } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { allRoles } from "../access/role-list.ts";
import { requirePermission } from "../access/role-rules.ts";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { ownersOf } from "../organizations/memberships.ts";
import { nameInMail } from "../organizations/name-in-mail.ts";
import { memberships, organizations } from "../organizations/schema.ts";
import { keyset, type Page, pageOf } from "../page.ts";
import { users } from "../users/schema.ts";
import { accessRequests } from "./schema.ts";
import { type NamedRole, targetRole } from "./target-role.ts";

/** What somebody asks for, and why, in their own words. */
export interface NewAccessRequest {
  readonly permission: string;
  readonly note?: string | undefined;
}

/** What waits for an answer. */
export interface OwnAccessRequest {
  readonly id: string;
  readonly permission: string;
  /** What it allows, as a sentence. */
  readonly says: string;
  readonly note: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** The same as whoever answers it sees it. */
export interface AccessRequestView extends OwnAccessRequest {
  readonly userId: string;
  readonly name: string;
  /** The key of the role that the person has. */
  readonly role: string;
  /** What that role is called. */
  readonly roleName: string;
  /** The role that the person will have if this reader approves; null where the reader may give none that will do. */
  readonly becomes: NamedRole | null;
}

/** The condition that names one request of the work's organization. */
export const isRequest = ({ organizationId }: TenantWork, accessRequestId: string): SQL | undefined =>
  and(eq(accessRequests.organizationId, organizationId), eq(accessRequests.id, accessRequestId));

type Row = typeof accessRequests.$inferSelect;

const viewOf = (policy: Policy, { id, permission, note, createdAt }: Row): OwnAccessRequest => ({
  id,
  permission,
  says: policy.table[permission]?.says ?? permission,
  note,
  createdAt: createdAt.toISOString(),
});

const after = (cursor: string | null): SQL | undefined => (cursor === null ? undefined : gt(accessRequests.id, cursor));

/** What people ask for who were refused: asking, seeing what waits, and taking it back. */
export function createAccessRequests(policy: Policy, mail: AuthMail) {
  const isMine = ({ organizationId, actor }: TenantWork) =>
    and(eq(accessRequests.organizationId, organizationId), eq(accessRequests.userId, actor.userId));

  async function tellOwners(work: TenantWork, permission: string): Promise<void> {
    const { tx, actor, organizationId } = work;
    const [person] = await tx.select({ name: users.name }).from(users).where(eq(users.id, actor.userId));
    const [place] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
    const facts = {
      person: nameInMail(person?.name ?? ""),
      organization: nameInMail(place?.name ?? ""),
      slug: place?.slug ?? "",
      says: policy.table[permission]?.says ?? permission,
    };
    for (const to of await ownersOf(work)) await mail.send(work, "accessRequested", { to, ...facts });
  }

  return {
    /**
     * Asks the owners for a permission. Who asks twice has asked once: the request that waits is the answer, and nobody is told again.
     *
     * @returns `{ status: "held" }` for what the person may already
     * @throws AppError `role.permission_unknown`
     */
    async create(
      work: TenantWork,
      { permission, note }: NewAccessRequest,
    ): Promise<{ status: "held" } | { status: "requested"; id: string }> {
      const { tx, now, actor, organizationId } = work;
      requirePermission(policy, permission);
      if (actor.memberships.get(organizationId)?.permissions.has(permission)) return { status: "held" };
      const id = newId("arq");
      const row = { id, organizationId, userId: actor.userId, permission, note: note || null, createdAt: now };
      const made = await tx.insert(accessRequests).values(row).onConflictDoNothing().returning();
      if (made.length === 0) {
        const mine = and(isMine(work), eq(accessRequests.permission, permission));
        const [waiting] = await tx.select({ id: accessRequests.id }).from(accessRequests).where(mine);
        // It was answered a moment ago.
        if (!waiting) throw refusal("access_request.not_found");
        return { status: "requested", id: waiting.id };
      }
      await record(work, "access_request.created", { target: id, detail: { permission } });
      await tellOwners(work, permission);
      return { status: "requested", id };
    },

    /** What the actor asked for and waits for, oldest first. */
    async mine(work: TenantWork, page: Page): Promise<{ items: OwnAccessRequest[]; nextCursor: string | null }> {
      const { cursor, limit } = keyset(page);
      const rows = await work.tx
        .select()
        .from(accessRequests)
        .where(and(isMine(work), after(cursor)))
        .orderBy(asc(accessRequests.id))
        .limit(limit + 1);
      return pageOf(
        rows,
        limit,
        ({ id }) => id,
        (row) => viewOf(policy, row),
      );
    },

    /** What waits for an answer in the organization, oldest first, with what the person will be if the actor approves. */
    async list(work: TenantWork, page: Page): Promise<{ items: AccessRequestView[]; nextCursor: string | null }> {
      const { tx, actor, organizationId } = work;
      const { cursor, limit } = keyset(page);
      const isHolder = and(
        eq(memberships.organizationId, accessRequests.organizationId),
        eq(memberships.userId, accessRequests.userId),
      );
      const rows = await tx
        .select({ request: accessRequests, name: users.name, role: memberships.role })
        .from(accessRequests)
        .innerJoin(memberships, isHolder)
        .innerJoin(users, eq(users.id, accessRequests.userId))
        .where(and(eq(accessRequests.organizationId, organizationId), after(cursor)))
        .orderBy(asc(accessRequests.id))
        .limit(limit + 1);
      const roles = await allRoles(policy, work);
      const giver = actor.memberships.get(organizationId) ?? { role: "", permissions: new Set<string>() };
      const becomes = ({ request: { userId, permission }, role }: (typeof rows)[number]) =>
        userId === actor.userId ? null : targetRole(policy, roles, { from: role, permission, giver });
      return pageOf(
        rows,
        limit,
        ({ request }) => request.id,
        (row) => {
          const { request, name, role } = row;
          const roleName = roles.find(({ key }) => key === role)?.name ?? role;
          return { ...viewOf(policy, request), userId: request.userId, name, role, roleName, becomes: becomes(row) };
        },
      );
    },

    /** Takes back what the actor asked for. @throws AppError `access_request.not_found`, also for somebody else's */
    async withdraw(
      work: TenantWork,
      { accessRequestId }: { accessRequestId: string },
    ): Promise<{ status: "withdrawn" }> {
      const taken = await work.tx
        .delete(accessRequests)
        .where(and(isMine(work), isRequest(work, accessRequestId)))
        .returning({ permission: accessRequests.permission });
      if (!taken[0]) throw refusal("access_request.not_found");
      await record(work, "access_request.withdrawn", { target: accessRequestId, detail: taken[0] });
      return { status: "withdrawn" };
    },
  };
}
