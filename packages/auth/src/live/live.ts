import type { Feed } from "@gatehouse/audit";
import type { Database, RequestInfo, Signals } from "@gatehouse/db";
import { type Actor, AppError, type Clock } from "@gatehouse/kernel";
import { judge } from "../access/judge.ts";
import { LIVE } from "../config.ts";
import { refusal } from "../errors.ts";
import type { Gate } from "../gate/gate.ts";
import { type Backlog, createBacklog, type Waiting } from "./backlog.ts";
import { type LiveNote, READERS, type Told } from "./notes.ts";
import { createSeats } from "./seats.ts";

/** Who follows, and from where on. */
export interface Following {
  readonly request: RequestInfo;
  readonly actor: Actor;
  /** The number of the last note that was heard; null to begin now. */
  readonly after: number | null;
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal;
}

/** @throws AppError the reason, where it is not the session's end */
function lastNoteOf(reason: unknown): LiveNote {
  if (reason instanceof AppError && reason.code === "auth.session_required") return { kind: "session.ended" };
  throw reason;
}

interface LiveDeps {
  readonly db: Database;
  readonly signals: Pick<Signals, "isCurrent">;
  readonly gate: Pick<Gate, "until" | "reread">;
  readonly feed: Pick<Feed, "tail" | "after" | "end">;
  readonly clock: Clock;
}

/**
 * Live updates: a reader of the feed that passes on to each person that something changed, where the person may read it now. Made before
 * the feed starts.
 */
export function createLive({ db, signals, gate, feed, clock }: LiveDeps, bounds: typeof LIVE = LIVE) {
  const seats = createSeats(bounds);
  const backlogs = new Set<Backlog>();
  feed.tail((events) => {
    for (const backlog of backlogs) backlog.add(events);
  });

  /** From where on the stream tells; what was missed joins the backlog. */
  const begin = ({ request, after }: Following, backlog: Backlog): Promise<Told> =>
    db.work(request, async (work) => {
      const end = await feed.end(work);
      if (after === null) return { number: end, note: { kind: "opened" } };
      const missed = await feed.after(work, after, bounds.catchUp + 1);
      // What was heard before the database was restored may go beyond its end.
      if (missed.length > bounds.catchUp || after > end) return { number: end, note: { kind: "reset" } };
      backlog.add(missed);
      return { number: after, note: { kind: "opened" } };
    });

  /** What of all that waits the person may be told, as things stand. */
  function* notesOf({ changes, isAccessChanged }: Waiting, actor: Actor, ip: string | null): Generator<LiveNote> {
    const { signedInAt, freshUntil } = actor;
    const session = { ip, signedInAt, freshUntil };
    const facts = { now: clock().getTime(), session, stepUpSeconds: null, whileDeleting: false };
    if (isAccessChanged) yield { kind: "access.changed" };
    for (const [organizationId, all] of changes) {
      const nouns = [...all].filter((noun) => judge(actor, organizationId, READERS[noun], facts) === null);
      if (nouns.length > 0) yield { kind: "changed", organizationId, nouns };
    }
  }

  /** The person as of now; what was heard of before is not read again while this process hears. */
  async function reread({ request }: Following, actor: Actor): Promise<Actor> {
    const current = await gate.reread(request, actor);
    if (current === null) throw refusal("auth.session_required");
    return current;
  }

  async function* tell(from: Following, over: AbortController): AsyncGenerator<Told, void> {
    let { actor } = from;
    const backlog = createBacklog((organizationId) => actor.memberships.has(organizationId));
    const ended = gate.until(actor, over.signal, backlog.noteAccess);
    const timeout = AbortSignal.timeout(bounds.streamSeconds * 1000);
    const stop = AbortSignal.any([ended, over.signal, timeout, from.signal]);
    backlogs.add(backlog);
    try {
      // The access may have changed between the admission and now.
      actor = await reread(from, actor);
      const first = await begin(from, backlog);
      backlog.begin(first.number);
      let { number } = first;
      yield first;
      for (;;) {
        await backlog.wait(stop);
        if (ended.aborted) return yield { number, note: lastNoteOf(ended.reason) };
        if (stop.aborted) return yield { number, note: { kind: "paused" } };
        const waiting = backlog.take();
        if (waiting.isAccessChanged || !signals.isCurrent()) actor = await reread(from, actor);
        const notes = [...notesOf(waiting, actor, from.request.ip)];
        // Only with the last of them has it all been told.
        for (const [index, note] of notes.entries()) {
          if (index === notes.length - 1) ({ number } = waiting);
          yield { number, note };
        }
        ({ number } = waiting);
      }
    } finally {
      backlogs.delete(backlog);
    }
  }

  return {
    /**
     * Tells one person what changes, until the session ends, nobody listens, or it lasted long enough. What may be told is judged at each
     * note anew.
     *
     * @throws AppError `live.too_many`; `auth.unavailable` when this process hears nothing any more
     */
    async *follow(from: Following): AsyncGenerator<Told, void> {
      const over = new AbortController();
      seats.take(from.actor, over);
      try {
        yield* tell(from, over);
      } finally {
        seats.leave(over);
      }
    },
    /** Ends every stream, and lets none begin: the process is being stopped. */
    close: seats.close,
  };
}
