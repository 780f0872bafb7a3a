import { LIVE } from "../config.ts";
import type { LiveNote } from "../live/notes.ts";

/** What the tab that holds the stream says of it. */
export interface LiveHearing {
  /** A note came, by its number. */
  told(number: number, note: LiveNote): void;
  /** A sign of life came. They come every two seconds. */
  alive(): void;
  /** The stream is over, or lost. */
  over(): void;
}

/** Opens the stream after a number, or from now on, and says what comes. @returns what closes it */
export type LiveConnect = (after: number | null, hearing: LiveHearing) => () => void;

/** How the tabs of a browser share one stream. */
export interface LiveShare {
  /** What the stream belongs to: the session's id. Tabs of another session have their own. */
  readonly name: string;
  readonly connect: LiveConnect;
  /** Called in every tab with every note. */
  readonly onNote: (note: LiveNote) => void;
  /** Called when this tab begins, or ceases, to hear what happens. */
  readonly onState: (isLive: boolean) => void;
}

type Word =
  | { readonly kind: "told"; readonly number: number; readonly note: LiveNote }
  | { readonly kind: "state"; readonly isLive: boolean; readonly number: number | null }
  | { readonly kind: "asked" };

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A stream that lasted so long was no failure, and is followed by the next at once. */
const GOOD_MS = 5_000;

const isBegin = ({ kind }: LiveNote): boolean => kind === "opened" || kind === "reset";

/** Waits, or until the signal is aborted; half of it by chance, so that browsers do not come back all at once. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms / 2 + (Math.random() * ms) / 2);
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}

/** Holds one stream until it is over. @returns whether it told anything for a while */
async function holdOnce(connect: LiveConnect, after: number | null, hearing: LiveHearing, stop: AbortSignal) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const startedAt = performance.now();
  const close = connect(after, { ...hearing, over: resolve });
  stop.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  close();
  hearing.over();
  return performance.now() - startedAt > GOOD_MS;
}

/**
 * One stream for all tabs of a browser. A Web Lock elects the tab that holds it, a BroadcastChannel gives what it hears to the others, and
 * when it closes the browser gives the lock to the next, which goes on from the last number.
 *
 * @returns what takes this tab out; where the browser has no Web Locks nothing is heard, and `onState` is never called
 * @see Web Locks API; HTML Standard section 9.5 (broadcasting)
 */
export function shareLive({ name, connect, onNote, onState }: LiveShare): () => void {
  if (navigator.locks === undefined) return () => {};
  const topic = `gatehouse-live-${name}`;
  const channel = new BroadcastChannel(topic);
  const stop = new AbortController();
  let number: number | null = null;
  let [isLive, isHolder] = [false, false];
  let silence: ReturnType<typeof setTimeout> | undefined;

  const say = (word: Word): void => channel.postMessage(word);
  function turn(next: boolean): void {
    clearTimeout(silence);
    // A browser may let the tab that holds the stream stand still, and the lock with it.
    if (next && !isHolder) silence = setTimeout(() => turn(false), LIVE.silenceSeconds * 1000);
    if (next === isLive) return;
    isLive = next;
    onState(next);
  }
  function hear(told: number, note: LiveNote): void {
    number = note.kind === "reset" ? told : Math.max(number ?? 0, told);
    onNote(note);
  }
  function turnAll(next: boolean): void {
    turn(next);
    say({ kind: "state", isLive: next, number });
  }
  const hearing: LiveHearing = {
    told(at, note) {
      hear(at, note);
      say({ kind: "told", number: at, note });
      if (isBegin(note)) turnAll(true);
    },
    alive: () => say({ kind: "state", isLive, number }),
    over: () => turnAll(false),
  };

  async function hold(): Promise<void> {
    isHolder = true;
    clearTimeout(silence);
    let failures = 0;
    while (!stop.signal.aborted) {
      const isGood = await holdOnce(connect, number, hearing, stop.signal);
      failures = isGood ? 0 : failures + 1;
      if (!isGood) await pause(Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS), stop.signal);
    }
  }

  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    if (stop.signal.aborted) return;
    if (data.kind === "told") hear(data.number, data.note);
    else if (data.kind === "state") {
      number = data.number ?? number;
      turn(data.isLive);
    } else if (isHolder) say({ kind: "state", isLive, number });
  };
  say({ kind: "asked" });
  // Rejects when this tab leaves before its turn.
  navigator.locks
    .request(topic, { signal: stop.signal }, hold)
    .catch(() => {})
    .finally(() => channel.close());

  return () => {
    stop.abort();
    turn(false);
  };
}
