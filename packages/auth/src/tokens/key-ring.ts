import type { CryptoKey, JWK } from "jose";
import { SIGNING_KEYS } from "../config.ts";
import { createKeyCopy, KEYS_REQUEST, type KeyCopyDeps } from "./key-copy.ts";
import type { SigningKey } from "./signing-keys.ts";

/**
 * The signing keys as this process uses them. They are read anew by signal; a key that nobody announced here is looked for by one bounded
 * read; and while the signals are silent nothing stands that was not read for it.
 */
export function createKeyRing(deps: KeyCopyDeps) {
  const { db, signals, clock, keys } = deps;
  const copy = createKeyCopy(deps);
  let soughtAt = Number.NEGATIVE_INFINITY;
  let search: Promise<void> | null = null;
  let upkeep: Promise<void> | null = null;
  let keptAt = Number.NEGATIVE_INFINITY;

  /** The newest whose time has come; the first of all is taken at once, whatever the clocks of two machines say. */
  function signing(): SigningKey | undefined {
    const now = clock().getTime();
    const live = copy.live();
    return live.findLast((key) => key.signsFrom <= now) ?? live[0];
  }

  async function keep(): Promise<void> {
    await db.work(KEYS_REQUEST, keys.rotateIfDue);
    await copy.reread();
    keptAt = clock().getTime();
  }

  /** The schedule: whoever signs or publishes looks now and then whether the next key is due. No process needs to be awake for it. */
  async function keepUp(): Promise<void> {
    await copy.beCurrent();
    if (signing() !== undefined && clock().getTime() - keptAt < SIGNING_KEYS.checkSeconds * 1000) return;
    upkeep ??= keep().finally(() => {
      upkeep = null;
    });
    await upkeep;
  }

  return {
    /** From memory alone; false where memory may not know. */
    has: (kid: string): boolean => copy.get(kid) !== undefined,

    /** The key that signs now. @throws Error when the keys cannot be read */
    async current(): Promise<SigningKey> {
      await keepUp();
      const key = signing();
      if (!key) throw new Error("no signing key is in force");
      return key;
    },

    /** The public key of this id, or null. Unknown ids cost at most one reading a second, however many there are. */
    async find(kid: string): Promise<CryptoKey | null> {
      await copy.beCurrent();
      if (copy.get(kid) === undefined) {
        const now = performance.now();
        if (now - soughtAt >= SIGNING_KEYS.seekSeconds * 1000) {
          soughtAt = now;
          search = copy.read();
        }
        await search;
      }
      return copy.get(kid)?.publicKey ?? null;
    },

    /** Whether a key is still in the set: by memory, and by the database while the signals are silent. */
    async stands(kid: string): Promise<boolean> {
      await (signals.isCurrent() ? copy.beCurrent() : copy.reread());
      return copy.get(kid) !== undefined;
    },

    /** What everybody may read, the next key included. RFC 7517 section 5 */
    async publicKeys(): Promise<{ keys: JWK[] }> {
      await keepUp();
      if (!signals.isCurrent()) await copy.reread();
      return { keys: copy.live().map(({ publicJwk }) => publicJwk) };
    },
  };
}

export type KeyRing = ReturnType<typeof createKeyRing>;
