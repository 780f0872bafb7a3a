import type { Actor, Impersonator, Membership, SecondFactor } from "@gatehouse/kernel";
import { LRUCache } from "lru-cache";
import { GATE } from "../config.ts";
import type { SessionKind } from "../sessions/schema.ts";
import type { AccessClaims } from "../tokens/access-tokens.ts";
import type { GateSignal } from "./epochs.ts";
import type { KeyActor } from "./key-actor.ts";

/** What the gate knows of a session for a minute. */
export interface Remembered {
  readonly sessionId: string;
  readonly userId: string;
  readonly personalOrganizationId: string;
  readonly kind: SessionKind;
  readonly impersonator: Impersonator | null;
  /** The digest of its token, which changes when it is raised. */
  readonly digest: string;
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
  /** What a grant to run the installation holds. */
  readonly instance: ReadonlySet<string>;
  readonly factors: readonly SecondFactor[];
}

interface Entry extends Remembered {
  actor: Actor | null;
  access: Access | null;
}

/** What the gate knows of an API key for a minute. Times are milliseconds since the epoch. */
export interface RememberedKey {
  readonly keyId: string;
  readonly organizationId: string;
  /** Who made it. */
  readonly userId: string;
  readonly digest: string;
  /** Permissions and groups of them. */
  readonly permissions: readonly string[];
  /** Whether it may be used from an address. */
  readonly isFor: (ip: string | null) => boolean;
  readonly createdAt: number;
  readonly endsAt: number;
  /** The version of its maker's access when the key was read: whoever was removed and came back has no keys. */
  readonly version: number;
}

/** A remembered key, with its actor under that access; null where its maker is no member. */
export interface KeyEntry extends RememberedKey {
  actor: KeyActor | null;
  access: Access | null;
}

/** An access token that was verified, by the session that it belongs to: whether that still stands is asked at every use. */
export interface KnownToken {
  readonly claims: AccessClaims;
  readonly digest: string;
  /** The session's own token that the same browser carries beside it; null where none was seen. */
  readonly beside: string | null;
}

/**
 * The gate's memory: sessions and keys by digest, verified access tokens, access by person, what ended lately, and the newest access
 * version heard of. All of it is bounded, and all of it may be dropped at any time: the database is the truth.
 */
export function createMemory() {
  const ttl = GATE.memorySeconds * 1000;
  const sessions = new LRUCache<string, Entry>({ max: GATE.entries, ttl });
  const keys = new LRUCache<string, KeyEntry>({ max: GATE.entries, ttl });
  const tokens = new LRUCache<string, KnownToken>({ max: GATE.entries });
  const accesses = new LRUCache<string, Access>({ max: GATE.entries });
  const versions = new LRUCache<string, number>({ max: GATE.entries });
  const ended = new LRUCache<string, number>({
    max: GATE.entries,
    ttl: GATE.epochSeconds * 1000,
    // Forgetting that something ended must never revive it.
    dispose: (_at, _subject, reason) => void (reason === "evict" && forget()),
  });
  let breaks = 0;

  function forget(): void {
    sessions.clear();
    keys.clear();
  }

  /** A person's end is no key's: the rise of the version says what becomes of those. */
  const isKeyEnded = ({ keyId }: RememberedKey): boolean => ended.has(`key:${keyId}`);

  /** Whether something ended that this session hangs on. */
  const isEnded = (session: Remembered): boolean =>
    ended.has(`session:${session.sessionId}`) ||
    ended.has(`token:${session.digest}`) ||
    session.createdAt <= (ended.get(`user:${session.userId}`) ?? 0);

  return {
    isEnded,
    /** Whether what an actor was admitted by ended since. */
    isOver({ keyId, sessionId, userId, signedInAt }: Actor): boolean {
      if (keyId !== undefined) return ended.has(`key:${keyId}`);
      return ended.has(`session:${sessionId}`) || signedInAt <= (ended.get(`user:${userId}`) ?? 0);
    },
    isKeyEnded,
    /** @param atLeast the version that a token was made under: knowledge older than that is no knowledge */
    accessOf(userId: string, atLeast = 0): Access | null {
      const access = accesses.get(userId);
      return access !== undefined && access.version >= Math.max(atLeast, versions.get(userId) ?? 0) ? access : null;
    },
    findSession(digest: string, now: number): Entry | null {
      const entry = sessions.get(digest);
      return entry !== undefined && entry.expiresAt > now && !isEnded(entry) ? entry : null;
    },
    /** Whether its time is over is another question: of that the key's people are told. */
    findKey(digest: string): KeyEntry | null {
      const entry = keys.get(digest);
      return entry !== undefined && !isKeyEnded(entry) ? entry : null;
    },
    findToken(token: string, now: number): KnownToken | null {
      const known = tokens.get(token);
      return known !== undefined && known.claims.expiresAt > now ? known : null;
    },
    /** To be taken before a reading: what was read over a break of the signals is not remembered. */
    mark: (): number => breaks,
    remember(mark: number, session: Remembered, access: Access): void {
      if (mark !== breaks) return;
      sessions.set(session.digest, { ...session, actor: null, access: null });
      accesses.set(session.userId, access);
    },
    rememberKey(mark: number, key: RememberedKey, access: Access): KeyEntry {
      const entry: KeyEntry = { ...key, actor: null, access: null };
      if (mark !== breaks) return entry;
      keys.set(key.digest, entry);
      accesses.set(key.userId, access);
      return entry;
    },
    rememberAccess(mark: number, userId: string, access: Access): void {
      if (mark === breaks) accesses.set(userId, access);
    },
    rememberToken: (token: string, known: KnownToken): void => void tokens.set(token, known),
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
      breaks += 1;
      forget();
      accesses.clear();
      for (const { subject, at } of endedMeanwhile) ended.set(subject, at.getTime());
    },
  };
}

/** Nobody breaks glass as somebody else: what an owner is exempt from binds whoever acts as that owner. */
const withoutExemption = (memberships: Access["memberships"]): Access["memberships"] =>
  new Map(
    [...memberships].map(([id, held]) => [
      id,
      held.demands?.isExempt ? { ...held, demands: { ...held.demands, isExempt: false } } : held,
    ]),
  );

/** What a session may do by its person's access. */
export const heldBy = (
  { impersonator }: Pick<Actor, "impersonator">,
  { memberships, instance, factors }: Access,
): Pick<Actor, "memberships" | "instance" | "factors"> => ({
  memberships: impersonator === null ? memberships : withoutExemption(memberships),
  instance,
  factors,
});

/** The actor of a remembered session, made anew only when the person's access changed. */
export function actorOf(entry: Entry, access: Access): Actor {
  if (entry.actor !== null && entry.access === access) return entry.actor;
  entry.access = access;
  const { sessionId, userId, personalOrganizationId, kind, impersonator } = entry;
  const { amr, createdAt, authenticatedAt, freshUntil } = entry;
  entry.actor = {
    userId,
    sessionId,
    client: kind === "token" ? "token" : "browser",
    personalOrganizationId,
    ...heldBy(entry, access),
    impersonator,
    amr,
    signedInAt: createdAt,
    authenticatedAt,
    freshUntil,
  };
  return entry.actor;
}

export type Memory = ReturnType<typeof createMemory>;
