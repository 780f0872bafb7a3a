import type { Signals } from "@gatehouse/db";
import type { Actor, Clock } from "@gatehouse/kernel";
import { refusal } from "../errors.ts";
import type { GateSignal } from "./epochs.ts";
import type { Memory } from "./memory.ts";

/** How streams hear of what the gate hears. */
export interface Watching {
  /**
   * A signal for whatever goes on after a request was admitted: aborted when the session, its user or its key ends, on any instance, when
   * the time of acting as somebody else is over, and when this process hears nothing any more, since nobody can tell then. Its reason is the
   * refusal: `auth.session_required`, or `auth.unavailable`.
   *
   * @param over aborted by the caller when it is done, so that it is forgotten
   * @param onAccess called when what the person may do may have changed: read it anew
   */
  until(actor: Actor, over: AbortSignal, onAccess?: () => void): AbortSignal;
}

interface Watcher {
  readonly actor: Actor;
  readonly end: AbortController;
  readonly onAccess: () => void;
}

const LOOK_EVERY_MS = 250;
/** One silent look may be this process's own pause: what was sent meanwhile is heard right after it. */
const SILENT_LOOKS = 2;

/** Those who wait for the end of a session, and for changes of access. */
export function createWatchers(memory: Pick<Memory, "isOver">, signals: Pick<Signals, "isCurrent">, clock: Clock) {
  const watchers = new Set<Watcher>();
  let timer: NodeJS.Timeout | undefined;
  let silentLooks = 0;

  const isOver = (actor: Actor): boolean =>
    memory.isOver(actor) || (actor.impersonator !== null && actor.impersonator.until <= clock().getTime());

  const endThoseOver = (): void => {
    for (const { actor, end } of watchers) if (isOver(actor)) end.abort(refusal("auth.session_required"));
  };

  function look(): void {
    endThoseOver();
    silentLooks = signals.isCurrent() ? 0 : silentLooks + 1;
    if (silentLooks < SILENT_LOOKS) return;
    for (const { end } of watchers) end.abort(refusal("auth.unavailable"));
  }

  function forget(watcher: Watcher): void {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    silentLooks = 0;
  }

  const until: Watching["until"] = (actor, over, onAccess = () => {}) => {
    const watcher = { actor, end: new AbortController(), onAccess };
    watchers.add(watcher);
    over.addEventListener("abort", () => forget(watcher), { once: true });
    timer ??= setInterval(look, LOOK_EVERY_MS).unref();
    // It may have ended between its admission and now.
    endThoseOver();
    return watcher.end.signal;
  };

  return {
    until,
    /** After the memory has heard it. */
    hear(signal: GateSignal): void {
      if ("ended" in signal) endThoseOver();
      else for (const { actor, onAccess } of watchers) if (actor.userId === signal.user) onAccess();
    },
    /** After a break: what ended meanwhile is known by now, and anybody's access may have changed. */
    restart(): void {
      endThoseOver();
      for (const { onAccess } of watchers) onAccess();
    },
  };
}
