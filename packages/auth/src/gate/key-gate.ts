import type { Database, RequestInfo, Signals, Work } from "@gatehouse/db";
import type { Clock } from "@gatehouse/kernel";
import { digestOf } from "@gatehouse/kernel/secrets";
import type { Policy } from "../access/define-policy.ts";
import { API_KEYS } from "../config.ts";
import { refusal } from "../errors.ts";
import { readAccess } from "./access.ts";
import { type KeyActor, keyActorOf } from "./key-actor.ts";
import type { Access, KeyEntry, Memory, RememberedKey } from "./memory.ts";
import { orUnavailable } from "./unavailable.ts";

/** A key as its slice reads it from the database. */
export interface FoundKey extends RememberedKey {
  /** Milliseconds since the epoch; 0 for never. */
  readonly lastUsedAt: number;
}

/** How the keys slice finds a key, and notes that it was used. */
export interface KeyFinders {
  readonly byDigest: (work: Work, digest: string) => Promise<FoundKey | null>;
  readonly byId: (work: Work, key: Pick<KeyActor, "keyId" | "userId">) => Promise<FoundKey | null>;
  readonly touch: (work: Work, key: FoundKey) => Promise<void>;
}

/** Where it is counted what became of a key's calls. */
export interface KeyNotes {
  note(key: Pick<RememberedKey, "keyId" | "organizationId">, outcome: string, request: RequestInfo): void;
}

/** The gate for API keys. A key is no person: its actor works in one organization, with what the key names and its maker holds now. */
export interface KeyGate {
  /**
   * Makes an actor of a key: from memory, or by the database where memory does not know.
   *
   * @param key well-formed: whoever asks has looked at its check
   * @returns null for a key that is unknown, over or revoked, and for one whose maker is no member any more
   * @throws AppError `api_key.ip_not_allowed`; `auth.unavailable` when neither memory nor the database can tell
   */
  admitKey(request: RequestInfo, key: string): Promise<KeyActor | null>;
  /** The actor with key and access read anew; null when either is gone. */
  rereadKey(request: RequestInfo, actor: KeyActor): Promise<KeyActor | null>;
}

interface KeyGateDeps {
  readonly db: Database;
  readonly memory: Memory;
  readonly signals: Signals;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly keyFinders: KeyFinders;
  readonly outcomes: KeyNotes;
}

interface Known {
  readonly entry: KeyEntry;
  readonly access: Access;
}

/** The part of the gate that knows API keys. */
export function createKeyGate({ db, memory, signals, policy, clock, keyFinders, outcomes }: KeyGateDeps): KeyGate {
  /** Why a key opens nothing from where it is used; null when it does. */
  function objectionTo({ endsAt, isFor }: RememberedKey, { ip }: RequestInfo, now: number): KeyObjection | null {
    if (endsAt <= now) return "api_key.expired";
    return isFor(ip) ? null : "api_key.ip_not_allowed";
  }

  /** The maker's access is read after the key: what came between has raised its version, and is asked about once more next time. */
  const ask = (request: RequestInfo, find: (work: Work) => Promise<FoundKey | null>): Promise<Known | null> => {
    const mark = memory.mark();
    return db.work(request, async (work) => {
      const key = await find(work);
      if (key === null || memory.isKeyEnded(key)) return null;
      const access = await readAccess(work, policy, key.userId);
      if (access === null) return null;
      const now = work.now.getTime();
      const isSeen = now - key.lastUsedAt < API_KEYS.seenSeconds * 1000;
      if (!isSeen && objectionTo(key, request, now) === null) await keyFinders.touch(work, key);
      return { entry: memory.rememberKey(mark, key, access), access };
    });
  };

  function recall(digest: string): Known | null {
    if (!signals.isCurrent()) return null;
    const entry = memory.findKey(digest);
    const access = entry && memory.accessOf(entry.userId);
    return entry && access?.version === entry.version ? { entry, access } : null;
  }

  function judge(request: RequestInfo, { entry, access }: Known): KeyActor | null {
    const objection = objectionTo(entry, request, clock().getTime());
    if (objection === null) return keyActorOf(policy, entry, access);
    outcomes.note(entry, objection, request);
    if (objection === "api_key.ip_not_allowed") throw refusal(objection);
    return null;
  }

  return {
    async admitKey(request, key) {
      const digest = digestOf(key);
      const find = (work: Work) => keyFinders.byDigest(work, digest);
      const known = recall(digest) ?? (await orUnavailable(() => ask(request, find)));
      return known && judge(request, known);
    },
    async rereadKey(request, actor) {
      const known = await ask(request, (work) => keyFinders.byId(work, actor));
      return known && judge(request, known);
    },
  };
}

/** What stands between a key that there is and its use. */
type KeyObjection = "api_key.expired" | "api_key.ip_not_allowed";
