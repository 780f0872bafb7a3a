import type { EventFacts } from "@gatehouse/audit";
import type { Work } from "@gatehouse/db";
import { and, eq, isNotNull, type SQL } from "drizzle-orm";
import { sessions } from "../sessions/schema.ts";
import { accountOf } from "../users/accounts.ts";
import { recordOf } from "./log.ts";

/** Ends impersonations, those whose time is over too; the database tells every instance. */
async function end(work: Work, which: SQL, facts: EventFacts = {}): Promise<void> {
  const ended = await work.tx
    .delete(sessions)
    .where(and(isNotNull(sessions.impersonatorId), which))
    .returning({ id: sessions.id, userId: sessions.userId, impersonatorId: sessions.impersonatorId });
  for (const { id, userId, impersonatorId } of ended) {
    const detail = { sessionId: id, impersonatorId };
    await recordOf(work, "instance.impersonation_ended", await accountOf(work, userId), { ...facts, detail });
  }
}

/** Ends whoever acts as this person. */
export const endImpersonationsOf = (work: Work, { id }: { readonly id: string }): Promise<void> =>
  end(work, eq(sessions.userId, id));

/** Ends whatever this person acts as. */
export const endImpersonationsBy = (work: Work, impersonatorId: string): Promise<void> =>
  end(work, eq(sessions.impersonatorId, impersonatorId));

/** Ends what hangs on one session of whoever acts as somebody else. */
export const endImpersonationsFrom = (work: Work, sessionId: string, facts?: EventFacts): Promise<void> =>
  end(work, eq(sessions.impersonatorSessionId, sessionId), facts);
