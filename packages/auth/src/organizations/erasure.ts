import { type Database, inTenant, type Jobs, type RequestInfo, tryEach } from "@gatehouse/db";
import { and, eq, lte, sql } from "drizzle-orm";
import { SCHEDULES } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { holdMembers, ownersOf } from "./memberships.ts";
import { nameInMail } from "./name-in-mail.ts";
import { eraseOrganization } from "./ownership.ts";
import { organizations } from "./schema.ts";

/** The queue that erases organizations. */
export const ORGANIZATION_ERASURE_QUEUE = "organization-erasure";

interface ErasureDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly mail: AuthMail;
}

const SCHEDULE: RequestInfo = { id: "organization-erasure", ip: null, userAgent: null };

/** Erases, by schedule, the organizations whose time of grace is over. */
export function createOrganizationErasure({ db, jobs, mail }: ErasureDeps) {
  /** One organization, if it is still due and nobody else is at it: an owner who restores it decides first, or waits. */
  const eraseIfDue = (id: string): Promise<void> =>
    db.work(SCHEDULE, (work) =>
      inTenant(work, id, async (tenant) => {
        await holdMembers(tenant);
        const isDue = and(eq(organizations.id, id), lte(organizations.deletesAt, work.now));
        const [due] = await tenant.tx.select().from(organizations).where(isDue).for("update", { skipLocked: true });
        if (!due) return;
        const owners = await ownersOf(tenant);
        await eraseOrganization(work, id);
        const organization = nameInMail(due.name);
        for (const to of owners) await mail.send(work, "organizationErased", { to, organization });
      }),
    );

  /** Erases every organization that is due. One that cannot be erased does not keep the others from it. */
  async function run(): Promise<void> {
    const due = await db.work(SCHEDULE, ({ tx, now }) =>
      tx.execute<{ id: string }>(sql`select auth.organizations_due(${now.toISOString()}) as id`),
    );
    await tryEach(due, ({ id }) => eraseIfDue(id));
  }

  jobs.handle(ORGANIZATION_ERASURE_QUEUE, run);
  jobs.every(ORGANIZATION_ERASURE_QUEUE, SCHEDULES.organizationErasure);
  return { run };
}
