import type { Binaries } from "./binaries.ts";
import type { Location } from "./location.ts";
import { readPidFile } from "./pid-file.ts";
import { isUsedByOthers } from "./presence.ts";
import { waitUntilGone } from "./process.ts";
import { runAs } from "./run-as.ts";
import type { Joined } from "./takeover.ts";

const STOP_MS = 60_000;

/**
 * Leaves the server, and stops it (PostgreSQL's fast shutdown) when nobody else uses it. `pg_ctl` gives the signal, as the
 * server's user: that user owns the pid file, and root must not send a signal to whatever number stands in it.
 * Call it under the lock, so that of two who leave at once the second sees the first gone.
 *
 * @throws Error when it still runs after a minute
 */
export async function leaveServer(joined: Joined, location: Location, binaries: Binaries): Promise<void> {
  const { serverDir, user } = location;
  const isUsed = await isUsedByOthers(joined.url, joined.presence.backendPid).catch(() => false);
  await joined.presence.leave();
  // a server that was replaced since is not ours to stop
  if (isUsed || readPidFile(serverDir)?.pid !== joined.pid) return;
  const { said } = await runAs(user, binaries.pgCtl, ["stop", "-D", serverDir, "-m", "fast", "--no-wait"]);
  if (await waitUntilGone(joined.pid, serverDir, STOP_MS)) return;
  throw new Error(`The embedded PostgreSQL on ${serverDir} did not stop: ${said}`);
}
