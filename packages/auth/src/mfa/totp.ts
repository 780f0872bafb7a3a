import type { SealedColumn, UserWork, Work } from "@gatehouse/db";
import type { Sealer } from "@gatehouse/kernel/secrets";
import { and, eq, isNotNull, lt } from "drizzle-orm";
import { TOTP as Otp, Secret } from "otpauth";
import { TOTP } from "../config.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { totp } from "./schema.ts";

const SECRET_BYTES = 20;
const placeOf = (userId: string): string => `totp:${userId}`;

const AT_REST = { table: "auth.totp", id: "user_id", placeOf } as const;

/** Where the secrets of authenticator apps stand, in force and waiting. */
export const sealedTotp: readonly SealedColumn[] = [
  { ...AT_REST, holds: "authenticator secrets", column: "secret" },
  { ...AT_REST, holds: "authenticator secrets that wait for their first code", column: "pending_secret" },
];

const otpOf = (secret: string, label = ""): Otp =>
  new Otp({
    issuer: "Gatehouse",
    label,
    secret: Secret.fromBase32(secret),
    digits: TOTP.digits,
    period: TOTP.periodSeconds,
  });

/**
 * The time step whose code this is: the current one or the one before.
 *
 * @param code digits only
 * @returns null when it is neither
 * @see RFC 6238 section 5.2
 */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const delta = otpOf(secret).validate({ token: code, timestamp: now.getTime(), window: 1 });
  if (delta === null || delta > 0) return null;
  return Math.floor(now.getTime() / 1000 / TOTP.periodSeconds) + delta;
}

/** Authenticator apps, by the codes they show. */
export function createTotp(sealer: Sealer) {
  const open = (sealed: string, userId: string) => sealer.open(sealed, placeOf(userId));

  /** A step is accepted once: the one statement that stores it refuses whatever is not above the last. */
  async function spendStep({ tx }: Work, userId: string, step: number): Promise<boolean> {
    const spent = await tx
      .update(totp)
      .set({ lastStep: step })
      .where(and(eq(totp.userId, userId), isNotNull(totp.confirmedAt), lt(totp.lastStep, step)))
      .returning({ userId: totp.userId });
    return spent.length > 0;
  }

  return {
    /** Makes a secret that waits for its first code; one in force stays so until then. */
    async begin(work: UserWork, label: string): Promise<{ secret: string; uri: string }> {
      const { userId } = work.actor;
      const secret = new Secret({ size: SECRET_BYTES }).base32;
      const pendingSecret = sealer.seal(secret, placeOf(userId));
      await work.tx
        .insert(totp)
        .values({ userId, pendingSecret })
        .onConflictDoUpdate({ target: totp.userId, set: { pendingSecret } });
      return { secret, uri: otpOf(secret, label).toString() };
    },

    /**
     * Puts the waiting secret in force. The code that did it is a spent step.
     *
     * @throws AppError `mfa.not_begun`, `mfa.code_wrong`
     */
    async confirm(work: UserWork, code: string): Promise<void> {
      const { userId } = work.actor;
      const [row] = await work.tx.select().from(totp).where(eq(totp.userId, userId)).for("update");
      if (!row?.pendingSecret) throw refusal("mfa.not_begun");
      const step = stepOf(open(row.pendingSecret, userId), code, work.now);
      if (step === null) throw refusal("mfa.code_wrong");
      await work.tx
        .update(totp)
        .set({ secret: row.pendingSecret, pendingSecret: null, lastStep: step, confirmedAt: work.now })
        .where(eq(totp.userId, userId));
      await record(work, "mfa.totp_added");
    },

    /** Puts a known secret in force: for a demo or an import, where somebody else made it. @param secret base32 */
    async install({ tx, now }: Work, userId: string, secret: string): Promise<void> {
      const sealed = sealer.seal(Secret.fromBase32(secret).base32, placeOf(userId));
      const values = { secret: sealed, pendingSecret: null, confirmedAt: now };
      await tx
        .insert(totp)
        .values({ userId, ...values })
        .onConflictDoUpdate({ target: totp.userId, set: values });
    },

    /** Whether this code is right, once. */
    async accept(work: Work, userId: string, code: string): Promise<boolean> {
      const [row] = await work.tx
        .select({ secret: totp.secret })
        .from(totp)
        .where(and(eq(totp.userId, userId), isNotNull(totp.confirmedAt)));
      const step = row?.secret ? stepOf(open(row.secret, userId), code, work.now) : null;
      return step !== null && spendStep(work, userId, step);
    },

    async remove(work: UserWork): Promise<void> {
      await work.tx.delete(totp).where(eq(totp.userId, work.actor.userId));
      await record(work, "mfa.totp_removed");
    },
  };
}

export type Totp = ReturnType<typeof createTotp>;
