import type { Auth } from "@gatehouse/auth/server";
import type { Log } from "./log.ts";
import type { Permission } from "./policy.ts";

const EVERY_MS = 60 * 60 * 1000;
const REQUEST = { id: "upkeep", ip: null, userAgent: null };

/**
 * Clears what is over, at the start and every hour. Two instances at once do no harm: each row is deleted by whoever comes first.
 *
 * @returns what ends it
 */
export async function startUpkeep({ db, sessions }: Auth<Permission>, log: Log): Promise<() => void> {
  const sweep = () => db.work(REQUEST, sessions.sweep);
  await sweep();
  const timer = setInterval(
    () => void sweep().catch((error: unknown) => log.error({ err: error }, "upkeep")),
    EVERY_MS,
  );
  return () => clearInterval(timer);
}
