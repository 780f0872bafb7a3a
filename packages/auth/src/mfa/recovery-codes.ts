import { randomInt } from "node:crypto";
import type { UserWork, Work } from "@gatehouse/db";
import { digestOf } from "@gatehouse/kernel/secrets";
import { and, count, eq, isNull } from "drizzle-orm";
import { RECOVERY } from "../config.ts";
import { record } from "../events.ts";
import { recoveryCodes } from "./schema.ts";

/** Crockford's letters: none is taken for another. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const newCode = (): string =>
  Array.from({ length: RECOVERY.characters }, () => LETTERS[randomInt(LETTERS.length)])
    .join("")
    .replace(/(.{4})(?=.)/g, "$1-");

/** As typed by a person: any case, spaces and dashes anywhere, O for 0, I and L for 1. */
const plain = (code: string): string =>
  code.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");

/** Makes ten codes; the ones before are void. @returns them, to be shown once: the digests stay */
export async function makeRecoveryCodes(work: UserWork): Promise<string[]> {
  const { userId } = work.actor;
  const codes = Array.from({ length: RECOVERY.codes }, newCode);
  await work.tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await work.tx.insert(recoveryCodes).values(codes.map((code) => ({ userId, digest: digestOf(plain(code)) })));
  await record(work, "mfa.recovery_codes_made");
  return codes;
}

/** Whether this code is right, once. */
export async function acceptRecoveryCode(work: Work, userId: string, code: string): Promise<boolean> {
  const spent = await work.tx
    .update(recoveryCodes)
    .set({ usedAt: work.now })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.digest, digestOf(plain(code))),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ userId: recoveryCodes.userId });
  return spent.length > 0;
}

/** How many codes of a person are unused. */
export async function countRecoveryCodes({ tx }: Work, userId: string): Promise<number> {
  const [row] = await tx
    .select({ left: count() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  return row?.left ?? 0;
}

/** Voids all codes of a person, when the last factor that they stand in for is gone. */
export async function voidRecoveryCodes({ tx }: Work, userId: string): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
}
