import type { Work } from "@gatehouse/db";
import { digestOf } from "@gatehouse/kernel/secrets";
import { and, eq, gt, isNull } from "drizzle-orm";
import { REFRESH_GRACE_SECONDS } from "../config.ts";
import { sessions } from "../sessions/schema.ts";
import type { TokenSubject } from "./access-tokens.ts";
import { readSubject } from "./client-sessions.ts";
import { refreshTokens } from "./schema.ts";

/** Spends a refresh token of a live session and stores its successor: of many at once, one does. @returns the session, or null */
export async function rotate({ tx, now }: Work, token: string, successor: string): Promise<string | null> {
  const [spent] = await tx
    .update(refreshTokens)
    .set({ usedAt: now })
    .from(sessions)
    .where(
      and(
        eq(refreshTokens.digest, digestOf(token)),
        isNull(refreshTokens.usedAt),
        eq(sessions.id, refreshTokens.sessionId),
        gt(sessions.expiresAt, now),
      ),
    )
    .returning({ sessionId: refreshTokens.sessionId });
  if (!spent) return null;
  await tx.insert(refreshTokens).values({ digest: digestOf(successor), sessionId: spent.sessionId, createdAt: now });
  return spent.sessionId;
}

/** A token that was spent before, of a session that lives. */
export interface Repeated {
  readonly subject: TokenSubject;
  /** Too late for a lost answer or a second tab: the token was copied. */
  readonly isReuse: boolean;
}

/**
 * Looks at a token that could not be spent.
 *
 * @returns null for one that was never ours, whose session is over, or whose successor is not the one that was stored
 * (`APP_SECRET` changed in between)
 */
export async function repeat(work: Work, token: string, successor: string): Promise<Repeated | null> {
  const [used] = await work.tx
    .select({ sessionId: refreshTokens.sessionId, usedAt: refreshTokens.usedAt })
    .from(refreshTokens)
    .where(eq(refreshTokens.digest, digestOf(token)));
  const subject = used?.usedAt ? await readSubject(work, used.sessionId) : null;
  if (!used?.usedAt || subject === null) return null;
  const isReuse = work.now.getTime() - used.usedAt.getTime() > REFRESH_GRACE_SECONDS * 1000;
  if (isReuse) return { subject, isReuse };
  const stored = await work.tx
    .select({ digest: refreshTokens.digest })
    .from(refreshTokens)
    .where(eq(refreshTokens.digest, digestOf(successor)));
  return stored.length > 0 ? { subject, isReuse } : null;
}
