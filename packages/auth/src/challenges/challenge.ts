import type { Work } from "@gatehouse/db";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { and, eq, gt } from "drizzle-orm";
import { CHALLENGE_SECONDS } from "../config.ts";
import { challenges } from "./schema.ts";

/** A half-way sign-in, or one of the WebAuthn ceremonies. */
export type ChallengePurpose = "sign-in" | "passkey-registration" | "passkey-sign-in" | "passkey-step-up";

/** What waits for its second half. */
export interface Challenge {
  readonly userId: string | null;
  readonly detail: Record<string, unknown>;
}

/** How the first half of a sign-in was proven, as `assurance.conclude` wrote it into the challenge. */
export const firstHalfOf = ({ amr, passwordChangedAt }: Challenge["detail"]) => ({
  amr: amr as string[],
  ...(passwordChangedAt !== undefined && { passwordChangedAt: passwordChangedAt as number | null }),
});

const live = ({ now }: Work, purpose: ChallengePurpose, token: string) =>
  and(eq(challenges.digest, digestOf(token)), eq(challenges.purpose, purpose), gt(challenges.expiresAt, now));

/**
 * Begins.
 *
 * @param token what its digest is kept of; a new one by default
 * @returns the token that the browser carries to the second half
 */
export async function beginChallenge(
  work: Work,
  purpose: ChallengePurpose,
  { userId, detail }: Challenge,
  token: string = newToken("challenge"),
): Promise<string> {
  const expiresAt = new Date(work.now.getTime() + CHALLENGE_SECONDS * 1000);
  await work.tx
    .insert(challenges)
    .values({ digest: digestOf(token), purpose, userId, detail, createdAt: work.now, expiresAt });
  return token;
}

/** Looks at a challenge without spending it; null when there is none. */
export async function seeChallenge(work: Work, purpose: ChallengePurpose, token: string): Promise<Challenge | null> {
  const [found] = await work.tx
    .select()
    .from(challenges)
    .where(live(work, purpose, token));
  return found ?? null;
}

/** Spends a challenge: of many at once, one succeeds; the others get null. */
export async function spendChallenge(work: Work, purpose: ChallengePurpose, token: string): Promise<Challenge | null> {
  const [spent] = await work.tx
    .delete(challenges)
    .where(live(work, purpose, token))
    .returning();
  return spent ?? null;
}
