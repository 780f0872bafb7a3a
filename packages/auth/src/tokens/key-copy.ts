import type { Database, RequestInfo, Signals } from "@gatehouse/db";
import type { Clock } from "@gatehouse/kernel";
import { KEYS_CHANNEL, type SigningKey, type SigningKeys } from "./signing-keys.ts";

/** Whose requests the works of the keys are. */
export const KEYS_REQUEST: RequestInfo = { id: "signing-keys", ip: null, userAgent: null };

export interface KeyCopyDeps {
  readonly db: Database;
  readonly signals: Signals;
  readonly clock: Clock;
  readonly keys: SigningKeys;
}

/** This process's copy of the set of signing keys, and how new it is. */
export interface KeyCopy {
  /** The keys in the set, oldest first, as they were last read. */
  live(): SigningKey[];
  /** A key, while nothing newer was heard of the set than was read. */
  get(kid: string): SigningKey | undefined;
  /** The reading that is under way, or a new one. What memory holds stays good meanwhile. */
  read(): Promise<void>;
  /** Waits until all that was heard of is read. */
  beCurrent(): Promise<void>;
  /** From now on nothing of it stands that is not read anew. */
  reread(): Promise<void>;
}

/** Makes the copy and lets it hear of changes. */
export function createKeyCopy({ db, signals, clock, keys }: KeyCopyDeps): KeyCopy {
  let set: ReadonlyMap<string, SigningKey> = new Map();
  // Counts what was heard of: a reading that began before the last news does not answer it.
  let wanted = 1;
  let held = 0;
  let reading: Promise<void> | null = null;

  async function readAll(): Promise<void> {
    const goal = wanted;
    const list = await db.work(KEYS_REQUEST, keys.list);
    set = new Map(list.map((key) => [key.kid, key]));
    held = goal;
  }

  function read(): Promise<void> {
    reading ??= readAll().finally(() => {
      reading = null;
    });
    return reading;
  }

  async function beCurrent(): Promise<void> {
    while (held < wanted) await read();
  }

  const reread = (): Promise<void> => {
    wanted += 1;
    return beCurrent();
  };

  // A reading that fails leaves the copy behind the news, so that whoever asks next reads.
  signals.listen(KEYS_CHANNEL, { onSignal: () => void reread().catch(() => {}), onConnected: reread });

  const isLive = ({ endsAt }: SigningKey): boolean => endsAt === null || endsAt > clock().getTime();
  return {
    live: () => [...set.values()].filter(isLive),
    get(kid) {
      const key = held === wanted ? set.get(kid) : undefined;
      return key !== undefined && isLive(key) ? key : undefined;
    },
    read,
    beCurrent,
    reread,
  };
}
