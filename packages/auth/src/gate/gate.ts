import type { Database, RequestInfo, Signals, Work } from "@gatehouse/db";
import type { Actor, Clock } from "@gatehouse/kernel";
import { digestOf } from "@gatehouse/kernel/secrets";
import { gt } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import type { AccessTokens, TokenSubject } from "../tokens/access-tokens.ts";
import { readAccess } from "./access.ts";
import { type Ended, GATE_CHANNEL, type GateSignal, recentSince, writeEpoch } from "./epochs.ts";
import { isKeyActor } from "./key-actor.ts";
import { createKeyGate, type KeyFinders, type KeyGate, type KeyNotes } from "./key-gate.ts";
import { type Access, actorOf, createMemory, heldBy, type Remembered } from "./memory.ts";
import { epochs } from "./schema.ts";
import { createTokenGate, type TokenGate } from "./token-gate.ts";
import { orUnavailable } from "./unavailable.ts";
import { createWatchers, type Watching } from "./watchers.ts";

/** A session as its slice reads it from the database; `renewedUntil` when the cookie must be sent again. */
export interface FoundSession extends Remembered {
  readonly renewedUntil: Date | null;
}

/** Who is asking; `renewedUntil` when the cookie must be sent again. */
export interface Admission {
  readonly actor: Actor;
  readonly renewedUntil: Date | null;
  /** What an access token of this session speaks for. */
  readonly subject: TokenSubject;
}

/** The only memory in the house that answers "who is this, and may they still". */
export interface Gate extends TokenGate, KeyGate, Watching {
  /**
   * Makes an actor of a session's token: from memory, or by the database where memory does not know.
   *
   * @returns null for a token that is unknown, ended or too old
   * @throws AppError `auth.unavailable` when neither memory nor the database can tell
   */
  admit(request: RequestInfo, token: string): Promise<Admission | null>;
  /**
   * Makes an actor of a session's public name, by the database: for what a session began and what goes on without its token.
   *
   * @returns null when the session ended
   * @throws AppError `auth.unavailable`
   */
  admitSession(request: RequestInfo, sessionId: string): Promise<Actor | null>;
  /** The actor with its access read anew; null when the account is gone. */
  reread(request: RequestInfo, actor: Actor): Promise<Actor | null>;
  /** The same of a person, inside a work and as it stands there; null also when the session ended meanwhile. */
  rereadIn(work: Work, actor: Actor): Promise<Actor | null>;
  /** Ends a session, all of a person's, or a key, on every instance, when the work commits. The only way to revoke. */
  end(work: Work, ended: Ended): Promise<void>;
}

interface GateDeps {
  readonly db: Database;
  readonly signals: Signals;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly sessions: SessionFinders;
  readonly tokens: AccessTokens;
  readonly keyFinders: KeyFinders;
  readonly outcomes: KeyNotes;
}

/** How the sessions slice finds a live session and touches its last-seen time. */
export interface SessionFinders {
  readonly byToken: (work: Work, token: string) => Promise<FoundSession | null>;
  readonly byId: (work: Work, sessionId: string) => Promise<FoundSession | null>;
}

const admissionOf = (session: Remembered, actor: Actor, { version }: Access, renewedUntil: Date | null): Admission => ({
  actor,
  renewedUntil,
  subject: { ...session, version },
});

/** Makes the gate and lets it hear the signals. One per process. */
export function createGate({ db, signals, policy, clock, sessions, tokens, ...keys }: GateDeps): Gate {
  const memory = createMemory();
  const watchers = createWatchers(memory, signals, clock);
  const keyGate = createKeyGate({ db, memory, signals, policy, clock, ...keys });

  signals.listen(GATE_CHANNEL, {
    onSignal(payload) {
      const signal = JSON.parse(payload) as GateSignal;
      memory.hear(signal);
      watchers.hear(signal);
    },
    async onConnected() {
      memory.restart(await db.work(SNAPSHOT, readEpochs));
      watchers.restart();
    },
  });

  /** Without memory: by the database alone. What it reads is remembered unless a signal overtook the reading. */
  const ask = (request: RequestInfo, find: (work: Work) => Promise<FoundSession | null>): Promise<Admission | null> => {
    const mark = memory.mark();
    return db.work(request, async (work) => {
      const session = await find(work);
      if (session === null || memory.isEnded(session)) return null;
      const access = await readAccess(work, policy, session.userId);
      if (access === null) return null;
      memory.remember(mark, session, access);
      const actor = actorOf({ ...session, actor: null, access: null }, access);
      return admissionOf(session, actor, access, session.renewedUntil);
    });
  };

  function recall(token: string): Admission | null {
    if (!signals.isCurrent()) return null;
    const entry = memory.findSession(digestOf(token), clock().getTime());
    const access = entry && memory.accessOf(entry.userId);
    return entry && access ? admissionOf(entry, actorOf(entry, access), access, null) : null;
  }

  return {
    ...createTokenGate({ memory, signals, clock, tokens, ask, findById: sessions.byId }),
    ...keyGate,
    until: watchers.until,
    async admit(request, token) {
      return recall(token) ?? (await orUnavailable(() => ask(request, (work) => sessions.byToken(work, token))));
    },
    async admitSession(request, sessionId) {
      const admission = await orUnavailable(() => ask(request, (work) => sessions.byId(work, sessionId)));
      return admission?.actor ?? null;
    },
    async reread(request, actor) {
      if (isKeyActor(actor)) return keyGate.rereadKey(request, actor);
      const mark = memory.mark();
      const access = await db.work(request, (work) => readAccess(work, policy, actor.userId));
      if (access === null) return null;
      memory.rememberAccess(mark, actor.userId, access);
      return { ...actor, ...heldBy(actor, access) };
    },
    async rereadIn(work, actor) {
      if (isKeyActor(actor) || memory.isOver(actor)) return null;
      const access = await readAccess(work, policy, actor.userId);
      return access && { ...actor, ...heldBy(actor, access) };
    },
    end: writeEpoch,
  };
}

const SNAPSHOT: RequestInfo = { id: "gate", ip: null, userAgent: null };

const readEpochs = (work: Work) =>
  work.tx
    .select({ subject: epochs.subject, at: epochs.at })
    .from(epochs)
    .where(gt(epochs.at, recentSince(work.now)));
