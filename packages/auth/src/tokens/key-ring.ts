import type { Database, RequestInfo, Signals } from "@gatehouse/db";
import type { Clock } from "@gatehouse/kernel";
import type { CryptoKey, JWK } from "jose";
import { SIGNING_KEYS } from "../config.ts";
import { KEYS_CHANNEL, type SigningKey, type SigningKeys } from "./signing-keys.ts";

const REQUEST: RequestInfo = { id: "signing-keys", ip: null, userAgent: null };

interface KeyRingDeps {
  readonly db: Database;
  readonly signals: Signals;
  readonly clock: Clock;
  readonly keys: SigningKeys;
}

/**
 * This process's copy of the signing keys. It is read anew by signal; a key that nobody announced here is looked for by one bounded
 * read; and while the signals are silent nothing stands that was not read for it.
 */
export function createKeyRing({ db, signals, clock, keys }: KeyRingDeps) {
  let ring: ReadonlyMap<string, SigningKey> = new Map();
  // Counts what was heard of: a reading that began before the last news does not answer it.
  let wanted = 1;
  let held = 0;
  let reading: Promise<void> | null = null;
  let soughtAt = Number.NEGATIVE_INFINITY;
  let upkeep: Promise<void> | null = null;
  let keptAt = Number.NEGATIVE_INFINITY;

  async function readAll(): Promise<void> {
    const goal = wanted;
    const list = await db.work(REQUEST, keys.list);
    ring = new Map(list.map((key) => [key.kid, key]));
    held = goal;
  }

  /** One reading at a time, whoever asks. */
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

  signals.listen(KEYS_CHANNEL, { onSignal: () => void reread().catch(() => {}), onConnected: reread });

  const isLive = ({ endsAt }: SigningKey): boolean => endsAt === null || endsAt > clock().getTime();

  /** From memory alone, and only while nothing newer was heard of. */
  const has = (kid: string): boolean => {
    const key = held === wanted ? ring.get(kid) : undefined;
    return key !== undefined && isLive(key);
  };

  /** The newest whose time has come; the first of all is taken at once, whatever the clocks of two machines say. */
  const signing = (): SigningKey | undefined => {
    const now = clock().getTime();
    const live = [...ring.values()].filter(isLive);
    return live.findLast((key) => key.signsFrom <= now) ?? live[0];
  };

  async function keep(): Promise<void> {
    await db.work(REQUEST, keys.rotateIfDue);
    await reread();
    keptAt = clock().getTime();
  }

  /** The schedule: whoever signs or publishes looks now and then whether the next key is due. No process needs to be awake for it. */
  async function keepUp(): Promise<void> {
    await beCurrent();
    if (ring.size > 0 && clock().getTime() - keptAt < SIGNING_KEYS.checkSeconds * 1000) return;
    upkeep ??= keep().finally(() => {
      upkeep = null;
    });
    await upkeep;
  }

  return {
    has,

    /** The key that signs now. @throws Error when the keys cannot be read */
    async current(): Promise<SigningKey> {
      await keepUp();
      const key = signing();
      if (!key) throw new Error("no signing key is in force");
      return key;
    },

    /** The public key of this id, or null. An unknown id costs at most one reading a second, whoever asks. */
    async find(kid: string): Promise<CryptoKey | null> {
      await beCurrent();
      if (!has(kid)) {
        const now = performance.now();
        const isRecent = now - soughtAt < SIGNING_KEYS.seekSeconds * 1000;
        if (!isRecent) soughtAt = now;
        await (isRecent ? reading : read());
      }
      return has(kid) ? (ring.get(kid)?.publicKey ?? null) : null;
    },

    /** Whether a key is still in the set: by memory, and by the database while the signals are silent. */
    async stands(kid: string): Promise<boolean> {
      await (signals.isCurrent() ? beCurrent() : reread());
      return has(kid);
    },

    /** What everybody may read, the next key included. RFC 7517 section 5 */
    async publicKeys(): Promise<{ keys: JWK[] }> {
      await keepUp();
      if (!signals.isCurrent()) await reread();
      return { keys: [...ring.values()].filter(isLive).map(({ publicJwk }) => publicJwk) };
    },
  };
}

export type KeyRing = ReturnType<typeof createKeyRing>;
