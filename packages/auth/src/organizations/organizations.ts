import { inTenant, type OrganizationWork, type TenantWork, type UserWork } from "@gatehouse/db";
import { newId } from "@gatehouse/kernel";
import { and, asc, eq, gt } from "drizzle-orm";
import { brokenConstraint } from "../constraint.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { keyset, type Page, pageOf } from "../page.ts";
import { memberships, organizations } from "./schema.ts";
import { slugBeside, slugOf } from "./slug.ts";

/** What makes an organization, inside its own tenant work. */
export interface NewOrganization {
  readonly name: string;
  readonly ownerId: string;
  readonly personal: boolean;
}

export interface OrganizationView {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly personal: boolean;
  readonly createdAt: string;
  /** ISO 8601: when it will be gone, unless an owner restores it; null while nobody asked for that. */
  readonly deletesAt: string | null;
}

const viewOf = (row: typeof organizations.$inferSelect): OrganizationView => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  personal: row.personal,
  createdAt: row.createdAt.toISOString(),
  deletesAt: row.deletesAt?.toISOString() ?? null,
});

/** Makes the organization that the work stands in, and its owner's membership. A slug that is taken gets a tail. */
export async function makeOrganization(
  work: OrganizationWork,
  { name, ownerId, personal }: NewOrganization,
): Promise<OrganizationView> {
  const { tx, now, organizationId } = work;
  const slug = slugOf(name);
  const insert = (candidate: string) =>
    tx
      .insert(organizations)
      .values({ id: organizationId, name, slug: candidate, personal, createdAt: now })
      .onConflictDoNothing({ target: organizations.slug })
      .returning();
  const [row] = await insert(slug).then(async (made) => (made.length > 0 ? made : insert(slugBeside(slug))));
  if (!row) throw new Error("no free slug was found");
  await tx.insert(memberships).values({ organizationId, userId: ownerId, role: "owner", createdAt: now });
  await record(work, "organization.created", { actorId: ownerId, target: organizationId });
  return viewOf(row);
}

/** Makes a team organization; the actor is its owner. */
export function createOrganization(work: UserWork, { name }: { name: string }): Promise<OrganizationView> {
  return inTenant(work, newId("org"), (tenant) =>
    makeOrganization(tenant, { name, ownerId: work.actor.userId, personal: false }),
  );
}

/** The organizations of the actor, oldest first, with the role held in each. */
export async function listOrganizations(
  { tx, actor }: UserWork,
  page: Page,
): Promise<{ items: (OrganizationView & { role: string })[]; nextCursor: string | null }> {
  const { cursor, limit } = keyset(page);
  const rows = await tx
    .select({ organization: organizations, role: memberships.role })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(and(eq(memberships.userId, actor.userId), cursor === null ? undefined : gt(organizations.id, cursor)))
    .orderBy(asc(organizations.id))
    .limit(limit + 1);
  return pageOf(
    rows,
    limit,
    (row) => row.organization.id,
    (row) => ({ ...viewOf(row.organization), role: row.role }),
  );
}

/** @throws AppError `organization.not_found` when it was deleted a moment ago */
export async function getOrganization({ tx, organizationId }: TenantWork): Promise<OrganizationView> {
  const [row] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  if (!row) throw refusal("organization.not_found");
  return viewOf(row);
}

/** What an organization is called; what is left out stays. */
export interface OrganizationChange {
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
}

/**
 * Renames the organization, or gives it another slug. A name alone leaves the slug as it is, so that links keep working.
 *
 * @throws AppError `organization.slug_taken`; `organization.not_found` when it was deleted a moment ago
 */
export async function updateOrganization(
  work: TenantWork,
  { name, slug }: OrganizationChange,
): Promise<OrganizationView> {
  const fields = { ...(name !== undefined && { name }), ...(slug !== undefined && { slug }) };
  if (Object.keys(fields).length === 0) return getOrganization(work);
  const { tx, organizationId } = work;
  const changing = tx.update(organizations).set(fields).where(eq(organizations.id, organizationId)).returning();
  const [row] = await changing.catch((error: unknown) => {
    throw brokenConstraint(error) === "organizations_slug_key" ? refusal("organization.slug_taken") : error;
  });
  if (!row) throw refusal("organization.not_found");
  // A personal organization is called after its person, and what stands in the log cannot be erased.
  await record(work, "organization.updated", { target: organizationId, detail: row.personal ? {} : fields });
  return viewOf(row);
}
