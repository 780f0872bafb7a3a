import type { Actor, Membership, SecondFactor } from "@gatehouse/kernel";
import { LRUCache } from "lru-cache";
import { GATE } from "../config.ts";
import type { GateSignal } from "./epochs.ts";

/** What the gate knows of a session for a minute. */
export interface Remembered {
  readonly sessionId: string;
  readonly userId: string;
  readonly personalOrganizationId: string;
  readonly createdAt: number;
  /** Milliseconds since the epoch, the sooner of idle and absolute end. */
  readonly expiresAt: number;
  readonly amr: readonly string[];
  readonly authenticatedAt: number;
  readonly freshUntil: number;
}

/** What a person may do, and the version of that knowledge. */
export interface Access {
  readonly version: number;
  readonly memberships: ReadonlyMap<string, Membership>;
  readonly factors: readonly SecondFactor[];
}

interface Entry extends Remembered {
  actor: Actor | null;
  access: Access | null;
}

/**
 * The gate's memory: sessions by digest, access by person, what ended lately, and the newest access version heard of.
 * All of it is bounded, and all of it may be dropped at any time: the database is the truth.
 */
export function createMemory() {
  const ttl = GATE.memorySeconds * 1000;
  const sessions = new LRUCache<string, Entry>({ max: GATE.entries, ttl });
  const accesses = new LRUCache<string, Access>({ max: GATE.entries });
  const versions = new LRUCache<string, number>({ max: GATE.entries });
  const ended = new LRUCache<string, number>({
    max: GATE.entries,
    ttl: GATE.epochSeconds * 1000,
    // Forgetting that something ended must never revive it.
    dispose: (_at, _subject, reason) => void (reason === "evict" && sessions.clear()),
  });

  /** Whether something ended that this session hangs on. */
  const isEnded = (session: Remembered, digest: string): boolean =>
    ended.has(`session:${session.sessionId}`) ||
    ended.has(`token:${digest}`) || session.createdAt <= (ended.get(`user:${session.userId}`) ?? 0);

  return {
    isEnded,
    accessOf(userId: string): Access | null {
      const access = accesses.get(userId);
      return access !== undefined && access.version >= (versions.get(userId) ?? 0) ? access : null;
    },
    findSession(digest: string, now: number): Entry | null {
      const entry = sessions.get(digest);
      return entry !== undefined && entry.expiresAt > now && !isEnded(entry, digest) ? entry : null;
    },
    rememberSession: (digest: string, session: Remembered): void =>
      void sessions.set(digest, { ...session, actor: null, access: null }),
    rememberAccess: (userId: string, access: Access): void => void accesses.set(userId, access),
    hear(signal: GateSignal): void {
      if ("ended" in signal) {
        ended.set(signal.ended, signal.at);
      } else {
        accesses.delete(signal.user);
        versions.set(signal.user, Math.max(signal.version, versions.get(signal.user) ?? 0));
      }
    },
    /** After a break nothing that was remembered may be believed; what ended meanwhile is told again. */
    restart(endedMeanwhile: readonly { subject: string; at: Date }[]): void {
      sessions.clear();
      accesses.clear();
      for (const { subject, at } of endedMeanwhile) ended.set(subject, at.getTime());
    },
  };
}

export type Memory = ReturnType<typeof createMemory>;

/** The actor of a remembered session, made anew only when the person's access changed. */
export function actorOf(entry: Entry, access: Access): Actor {
  if (entry.actor !== null && entry.access === access) return entry.actor;
  entry.access = access;
  const { sessionId, userId, personalOrganizationId, amr, authenticatedAt, freshUntil } = entry;
  const { memberships, factors } = access;
  entry.actor = { userId, sessionId, personalOrganizationId, memberships, factors, amr, authenticatedAt, freshUntil };
  return entry.actor;
}
