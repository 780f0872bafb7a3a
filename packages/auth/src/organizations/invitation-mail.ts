import type { TenantWork } from "@gatehouse/db";
import { type Actor, AppError } from "@gatehouse/kernel";
import { eq } from "drizzle-orm";
import { INVITATION } from "../config.ts";
import type { AuthLimits } from "../deps.ts";
import { nameInMail } from "./name-in-mail.ts";
import { organizations } from "./schema.ts";

/** When an invitation that is sent now ends. */
export const endOf = (now: Date): Date => new Date(now.getTime() + INVITATION.seconds * 1000);

/** What the letter may call the organization of the work; null for nothing. */
export async function organizationInMail({ tx, organizationId }: TenantWork): Promise<string | null> {
  const { name } = organizations;
  const [row] = await tx.select({ name }).from(organizations).where(eq(organizations.id, organizationId));
  return row ? nameInMail(row.name) : null;
}

/**
 * Counts a letter against whoever sends it and whoever gets it, outside a work.
 *
 * @returns the refusal `limits.exceeded` where it may not be sent; null where it may
 */
export async function spendLetter(limits: AuthLimits, { userId }: Actor, email: string): Promise<AppError | null> {
  try {
    await limits.spend("invitationByActor", userId);
    await limits.spend("invitationByAddress", email);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === "limits.exceeded") return error;
    throw error;
  }
}
