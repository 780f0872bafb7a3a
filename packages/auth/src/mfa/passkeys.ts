import type { Work } from "@gatehouse/db";
import { count, eq } from "drizzle-orm";
import { passkeys } from "./schema.ts";

/** How many passkeys a person has. */
export async function countPasskeys({ tx }: Work, userId: string): Promise<number> {
  const [row] = await tx.select({ passkeys: count() }).from(passkeys).where(eq(passkeys.userId, userId));
  return row?.passkeys ?? 0;
}
