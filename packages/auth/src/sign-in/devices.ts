import type { Work } from "@gatehouse/db";
import { newToken } from "@gatehouse/kernel/secrets";
import { and, eq, lt } from "drizzle-orm";
import { DEVICE_SECONDS } from "../config.ts";
import { devices } from "./schema.ts";

const MARKER = /^device_[\w-]{43}$/;

/**
 * The marker that a browser carries, or a new one where it carries none of ours. It outlives sign-out and opens nothing.
 *
 * @param cookie what the browser sent
 */
export const markerOf = (cookie: string | null): string =>
  cookie !== null && MARKER.test(cookie) ? cookie : newToken("device");

const at = (userId: string, digest: string) => and(eq(devices.userId, userId), eq(devices.digest, digest));

/** Whether this person signed in on the device of the request before. */
export async function isKnownDevice({ tx, request }: Work, userId: string): Promise<boolean> {
  if (request.device === undefined) return false;
  const [known] = await tx.select({ digest: devices.digest }).from(devices).where(at(userId, request.device));
  return known !== undefined;
}

/** Remembers the device of the request as one that this person signed in on. @returns whether it was known */
export async function meetDevice({ tx, now, request }: Work, userId: string): Promise<boolean> {
  const { device: digest } = request;
  if (digest === undefined) return false;
  const met = await tx
    .update(devices)
    .set({ lastSeenAt: now })
    .where(at(userId, digest))
    .returning({ digest: devices.digest });
  if (met.length > 0) return true;
  await tx.insert(devices).values({ userId, digest, firstSeenAt: now, lastSeenAt: now }).onConflictDoNothing();
  return false;
}

/** Forgets every device of a person: from now on each is unknown. */
export async function forgetDevices({ tx }: Work, userId: string): Promise<void> {
  await tx.delete(devices).where(eq(devices.userId, userId));
}

/** Forgets the devices whose marker no browser keeps any more. */
export async function sweepDevices({ tx, now }: Work): Promise<void> {
  await tx.delete(devices).where(lt(devices.lastSeenAt, new Date(now.getTime() - DEVICE_SECONDS * 1000)));
}
