import type { RequestInfo, Work } from "@gatehouse/db";
import { and, eq, gt } from "drizzle-orm";
import { describeDevice } from "./device.ts";
import { isImpossible, type Sighting } from "./journey.ts";
import type { Places } from "./places.ts";
import { type SessionKind, sessions } from "./schema.ts";
import type { Suspicion } from "./suspicion.ts";

/** A session as it was last seen. */
export interface LastSeen {
  readonly id: string;
  readonly userId: string;
  readonly kind: SessionKind;
  readonly ip: string | null;
  readonly lastSeenAt: Date;
}

interface WatchDeps {
  readonly places: Places;
  readonly suspicion: Suspicion;
  /** Tells every instance; from the gate. */
  readonly end: (work: Work, ended: { session: string }) => Promise<void>;
}

/** Where sessions are seen, and the end of those that are seen in two places at once. */
export function createWatch({ places, suspicion, end }: WatchDeps) {
  const here = ({ request, now }: Work): Sighting => ({ place: places(request.ip), at: now });
  const isElsewhere = (work: Work, { ip, lastSeenAt }: LastSeen): boolean =>
    isImpossible({ place: places(ip), at: lastSeenAt }, here(work));

  async function endSession(work: Work, { id: sessionId, userId }: LastSeen): Promise<void> {
    const ended = await work.tx.delete(sessions).where(eq(sessions.id, sessionId)).returning({ id: sessions.id });
    if (ended.length === 0) return;
    await end(work, { session: sessionId });
    await suspicion.report(work, { userId, sessionId, sign: "impossible_journey" });
  }

  return {
    /**
     * Looks at a browser's session that is seen again, and ends it when it was elsewhere too lately. It is called whenever the gate
     * asks the database for the session, once a minute and instance: a thief far away is found within about two.
     *
     * @returns false when the session was ended
     */
    async look(work: Work, session: LastSeen): Promise<boolean> {
      if (session.kind !== "browser" || work.request.ip === session.ip || !isElsewhere(work, session)) return true;
      await endSession(work, session);
      return false;
    },

    /** At a sign-in: ends a person's browser sessions that cannot be the same person's. */
    async endElsewhere(work: Work, userId: string): Promise<void> {
      if (places(work.request.ip) === null) return;
      const live = await work.tx
        .select()
        .from(sessions)
        .where(and(eq(sessions.userId, userId), eq(sessions.kind, "browser"), gt(sessions.expiresAt, work.now)));
      for (const session of live) if (isElsewhere(work, session)) await endSession(work, session);
    },

    /** What a person may recognise of a request: in known names alone. */
    describe: ({ ip, userAgent }: RequestInfo) => ({
      device: describeDevice(userAgent),
      ip,
      place: places(ip)?.label ?? null,
    }),
  };
}

export type Watch = ReturnType<typeof createWatch>;
