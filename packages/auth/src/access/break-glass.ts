import type { TenantWork } from "@gatehouse/db";
import { record } from "../events.ts";
import { breakGlassUses } from "../organizations/schema.ts";

/** Tells the log, once for a session, that an owner passed where the organization's requirements refuse. */
export async function noteBreakGlass(work: TenantWork): Promise<void> {
  const { tx, now, actor, organizationId } = work;
  const noted = await tx
    .insert(breakGlassUses)
    .values({ organizationId, sessionId: actor.sessionId, at: now })
    .onConflictDoNothing()
    .returning({ sessionId: breakGlassUses.sessionId });
  if (noted.length > 0) await record(work, "requirement.break_glass_used", { target: actor.sessionId });
}
