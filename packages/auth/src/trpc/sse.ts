import { LIVE } from "../config.ts";

/**
 * How subscriptions go over HTTP, for the `sse` of a host's own `initTRPC`: signs of life, and when a client that gets none connects anew.
 *
 * @see HTML Standard section 9.2 (server-sent events)
 */
export const sse = {
  ping: { enabled: true, intervalMs: LIVE.pingSeconds * 1000 },
  client: { reconnectAfterInactivityMs: LIVE.silenceSeconds * 1000 },
};
