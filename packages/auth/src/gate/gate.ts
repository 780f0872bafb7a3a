import type { Database, RequestInfo, Signals, Work } from "@gatehouse/db";
import type { Actor, Clock } from "@gatehouse/kernel";
import { digestOf } from "@gatehouse/kernel/secrets";
import { gt } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { refusal } from "../errors.ts";
import { readAccess } from "./access.ts";
import { type Ended, GATE_CHANNEL, type GateSignal, recentSince, writeEpoch } from "./epochs.ts";
import { actorOf, createMemory, type Remembered } from "./memory.ts";
import { epochs } from "./schema.ts";

/** A session as its slice reads it from the database; `renewedUntil` when the cookie must be sent again. */
export interface FoundSession extends Remembered {
  readonly renewedUntil: Date | null;
}

/** Who is asking; `renewedUntil` when the cookie must be sent again. */
export interface Admission {
  readonly actor: Actor;
  readonly renewedUntil: Date | null;
}

/** The only memory in the house that answers "who is this, and may they still". */
export interface Gate {
  /**
   * Makes an actor of a session's token: from memory, or by the database where memory does not know.
   *
   * @returns null for a token that is unknown, ended or too old
   * @throws AppError `auth.unavailable` when neither memory nor the database can tell
   */
  admit(request: RequestInfo, token: string): Promise<Admission | null>;
  /** The actor with its access read anew; null when the account is gone. */
  reread(request: RequestInfo, actor: Actor): Promise<Actor | null>;
  /** Ends a session, or all of a person's, on every instance, when the work commits. The only way to revoke. */
  end(work: Work, ended: Ended): Promise<void>;
}

interface GateDeps {
  readonly db: Database;
  readonly signals: Signals;
  readonly policy: Policy;
  readonly clock: Clock;
  /** Finds a session by its token and touches its last-seen time; from the sessions slice. */
  readonly findSession: (work: Work, token: string) => Promise<FoundSession | null>;
}

/** Makes the gate and lets it hear the signals. One per process. */
export function createGate({ db, signals, policy, clock, findSession }: GateDeps): Gate {
  const memory = createMemory();

  signals.listen(GATE_CHANNEL, {
    onSignal: (payload) => memory.hear(JSON.parse(payload) as GateSignal),
    async onConnected() {
      memory.restart(await db.work(SNAPSHOT, readEpochs));
    },
  });

  /** Without memory: by the database alone. What it reads is remembered unless a signal overtook the reading. */
  async function ask(request: RequestInfo, token: string, digest: string): Promise<Admission | null> {
    return db.work(request, async (work) => {
      const session = await findSession(work, token);
      if (session === null || memory.isEnded(session, digest)) return null;
      const access = await readAccess(work, policy, session.userId);
      if (access === null) return null;
      memory.rememberSession(digest, session);
      memory.rememberAccess(session.userId, access);
      return { actor: actorOf({ ...session, actor: null, access: null }, access), renewedUntil: session.renewedUntil };
    });
  }

  return {
    async admit(request, token) {
      const digest = digestOf(token);
      if (signals.isCurrent()) {
        const entry = memory.findSession(digest, clock().getTime());
        const access = entry && memory.accessOf(entry.userId);
        if (entry && access) return { actor: actorOf(entry, access), renewedUntil: null };
      }
      try {
        return await ask(request, token, digest);
      } catch (cause) {
        throw Object.assign(refusal("auth.unavailable"), { cause });
      }
    },
    async reread(request, actor) {
      const access = await db.work(request, (work) => readAccess(work, policy, actor.userId));
      if (access === null) return null;
      memory.rememberAccess(actor.userId, access);
      return { ...actor, memberships: access.memberships, factors: access.factors };
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
