import { sql } from "drizzle-orm";
import postgres from "postgres";
import { clientOptions } from "./connect.ts";
import type { Work } from "./work.ts";

/** A reader of one channel. */
export interface Listener {
  onSignal(payload: string): void;
  /** Called once LISTEN stands, at first and after each break: read here what was missed. */
  onConnected(): Promise<void>;
}

/** The process's one LISTEN connection. */
export interface Signals {
  listen(channel: string, listener: Listener): void;
  /** Whether this process hears the database now, judged on the monotonic clock at the moment of asking. */
  isCurrent(): boolean;
  /** @throws Error when our own NOTIFY does not arrive within 5 s: the URL leads to a transaction pooler */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const HEARTBEAT_EVERY_MS = 250;
/** Silence longer than this means that a signal may have been missed. */
const SILENCE_MS = 750;
const RECONNECT_AFTER_MS = 2_000;
const PROOF_WITHIN_MS = 5_000;

/** Sends a signal when the work commits, to every instance, this one included. */
export async function signal(work: Work, channel: string, payload: string): Promise<void> {
  await work.tx.execute(sql`select pg_notify(${channel}, ${payload})`);
}

/**
 * LISTEN with a heartbeat: this process notifies itself through the database, so that silence is known.
 *
 * @param url a direct connection: LISTEN does not pass a transaction pooler
 */
export function createSignals(url: string, assumeRole?: boolean): Signals {
  const listeners = new Map<string, Listener>();
  const heartbeatChannel = `gatehouse_beat_${crypto.randomUUID().replaceAll("-", "")}`;
  /** When the newest beat was sent that was heard. */
  let heardAt = Number.NEGATIVE_INFINITY;
  let connectedAt = Number.NEGATIVE_INFINITY;
  let client: postgres.Sql | null = null;
  let timer: NodeJS.Timeout | undefined;

  const isCurrent = () => performance.now() - heardAt < SILENCE_MS;

  /** The driver listens again by itself after a break, but what was sent meanwhile is lost: then begin anew, snapshot included. */
  function onListening(of: postgres.Sql): () => void {
    let times = 0;
    return () => {
      times += 1;
      if (times === 1 || client !== of) return;
      heardAt = Number.NEGATIVE_INFINITY;
      void reconnect().catch(() => {});
    };
  }

  async function reconnect(): Promise<void> {
    connectedAt = performance.now();
    void client?.end({ timeout: 0 });
    const fresh = postgres(url, { ...clientOptions(assumeRole), max: 1 });
    client = fresh;
    const channels = [...listeners];
    await Promise.all(channels.map(([channel, { onSignal }]) => fresh.listen(channel, onSignal, onListening(fresh))));
    await Promise.all(channels.map(([, listener]) => listener.onConnected()));
    // A beat carries the moment it was sent: one that comes late says only that what was sent before it has come.
    const onBeat = (sentAt: string) => {
      if (client === fresh) heardAt = Math.max(heardAt, Number(sentAt));
    };
    await fresh.listen(heartbeatChannel, onBeat, onListening(fresh));
  }

  async function beat(): Promise<void> {
    const silent = performance.now() - Math.max(heardAt, connectedAt);
    if (silent > RECONNECT_AFTER_MS) await reconnect();
    await client?.notify(heartbeatChannel, String(performance.now()));
  }

  return {
    listen: (channel, listener) => void listeners.set(channel, listener),
    isCurrent,
    async start() {
      await reconnect();
      timer = setInterval(() => void beat().catch(() => {}), HEARTBEAT_EVERY_MS);
      await proveArrival(isCurrent);
    },
    async stop() {
      clearInterval(timer);
      heardAt = Number.NEGATIVE_INFINITY;
      await client?.end({ timeout: 1 });
    },
  };
}

/** @throws Error when our own NOTIFY has not arrived in time */
async function proveArrival(isCurrent: () => boolean): Promise<void> {
  const deadline = performance.now() + PROOF_WITHIN_MS;
  while (!isCurrent()) {
    if (performance.now() > deadline) {
      throw new Error("NOTIFY does not arrive: set DATABASE_DIRECT_URL to a connection that is not pooled");
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
