import { acrossTenants } from "@gatehouse/audit";
import { events } from "@gatehouse/audit/schema";
import { and, desc, isNull, sql } from "drizzle-orm";
import { keyset, type Page, pageOf } from "../page.ts";
import type { InstanceWork } from "./work.ts";

const REASON = "The installation's own log was read by somebody who runs it.";

/** The installation's own log, newest first: what happened in no organization, and to all of them. Reading it is part of it. */
export function listInstanceEvents(begun: InstanceWork, page: Page) {
  const { cursor, limit } = keyset(page);
  const of = (column: "at" | "id") =>
    sql`(select c.${sql.identifier(column)} from audit.events c where c.id = ${cursor} and c.organization_id is null)`;
  const after = cursor === null ? undefined : sql`(${events.at}, ${events.id}) < (${of("at")}, ${of("id")})`;
  return acrossTenants(begun, REASON, async ({ tx }) => {
    const rows = await tx
      .select()
      .from(events)
      .where(and(isNull(events.organizationId), after))
      .orderBy(desc(events.at), desc(events.id))
      .limit(limit + 1);
    return pageOf(
      rows,
      limit,
      ({ id }) => id,
      ({ seq: _seq, personal, at, detail, ...event }) => ({
        ...event,
        at: at.toISOString(),
        detail: { ...detail, ...personal },
      }),
    );
  });
}
