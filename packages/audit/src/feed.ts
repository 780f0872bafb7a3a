import type { Database, RequestInfo, Signals, Work } from "@gatehouse/db";
import { asc, eq, getTableColumns, gt, sql } from "drizzle-orm";
import { FEED } from "./config.ts";
import { crossing } from "./crossing.ts";
import { type EventView, viewOf } from "./read.ts";
import { type Repeat, repeat } from "./repeat.ts";
import { cursors, events, seals } from "./schema.ts";
import { FEED_CHANNEL } from "./seal.ts";

/** An event in the one order of all of them, which is the order of their sealing. */
export interface FeedEvent extends EventView {
  readonly number: number;
}

/** What a reader does with events, at least once with each, in order. What it writes through the work stands if, and only if, it came so far. */
export type FeedHandler = (work: Work, events: readonly FeedEvent[]) => Promise<void>;

const READER: RequestInfo = { id: "feed", ip: null, userAgent: null };

/** The events after a number, in order. Sees every organization's: whoever passes them on says to whom. */
const eventsAfter = (work: Work, number: number, limit: number): Promise<FeedEvent[]> =>
  crossing(work, "feed", async ({ tx }) => {
    const rows = await tx
      .select({ number: seals.number, event: getTableColumns(events) })
      .from(seals)
      .innerJoin(events, eq(events.id, seals.eventId))
      .where(gt(seals.number, number))
      .orderBy(asc(seals.number))
      .limit(limit);
    return rows.map(({ number: place, event }) => ({ ...viewOf(event), number: place }));
  });

/** The newest number; 0 before the first seal. */
const endOf = (work: Work): Promise<number> =>
  crossing(work, "feed", async ({ tx }) => {
    const [row] = await tx.select({ number: sql<string>`coalesce(max(${seals.number}), 0)` }).from(seals);
    return Number(row?.number ?? 0);
  });

/** Where a reader stands, its row held until the work ends; null while another instance reads for it. A new reader begins at the end. */
async function takeCursor(work: Work, reader: string): Promise<number | null> {
  const { tx, now } = work;
  const mine = eq(cursors.reader, reader);
  const [known] = await tx.select({ reader: cursors.reader }).from(cursors).where(mine);
  if (!known) {
    await tx
      .insert(cursors)
      .values({ reader, number: await endOf(work), movedAt: now })
      .onConflictDoNothing();
  }
  const [row] = await tx
    .select({ number: cursors.number })
    .from(cursors)
    .where(mine)
    .for("update", { skipLocked: true });
  return row?.number ?? null;
}

/** The feed of a process. */
export interface Feed {
  /**
   * A reader that the database remembers: one instance at a time reads for it, and another goes on where that one stopped.
   *
   * @param name of the reader, for ever; a new one begins with the next event
   */
  reader(name: string, handle: FeedHandler): void;
  /** A reader of this process alone, which begins with the next event and is forgotten with the process. */
  tail(handle: (events: readonly FeedEvent[]) => void): void;
  /** What came after a number, for whoever resumes; at most `limit` events. */
  after(work: Work, number: number, limit: number): Promise<FeedEvent[]>;
  /** The newest number: where whoever goes on from now begins; 0 before the first event. */
  end(work: Work): Promise<number>;
  /** Lets every reader begin. Readers are added before. */
  start(): void;
  /** Lets what is being handled finish. */
  stop(): Promise<void>;
}

interface FeedDeps {
  readonly db: Database;
  readonly signals: Signals;
  /** Told of the first of several failures of a reader; it is given the same events again. */
  readonly onFault: (error: unknown) => void;
}

/**
 * The events for whoever goes on from them: webhooks, live updates. Readers are called when something was sealed, and look by themselves
 * now and then, should a signal be lost.
 */
export function createFeed({ db, signals, onFault }: FeedDeps): Feed {
  const readers: { readonly wake: () => void; readonly rounds: Repeat }[] = [];
  let isStarted = false;
  const wakeAll = () => {
    if (isStarted) for (const { wake } of readers) wake();
  };
  signals.listen(FEED_CHANNEL, { onSignal: wakeAll, onConnected: async () => wakeAll() });

  /** Reads until nothing is left. @param readBatch answers whether there may be more */
  function add(readBatch: () => Promise<boolean>): void {
    let isCalled = false;
    let underWay: Promise<void> | null = null;
    const read = async () => {
      do {
        isCalled = false;
        while (await readBatch());
      } while (isCalled);
    };
    const run = (): Promise<void> => {
      isCalled = true;
      underWay ??= read().finally(() => {
        underWay = null;
      });
      return underWay;
    };
    readers.push({ wake: () => void run().catch(() => {}), rounds: repeat(run, FEED.everyMs, onFault) });
  }

  return {
    reader(name, handle) {
      add(() =>
        db.work(READER, async (work) => {
          const number = await takeCursor(work, name);
          if (number === null) return false;
          const found = await eventsAfter(work, number, FEED.batch);
          const last = found.at(-1);
          if (!last) return false;
          await handle(work, found);
          await work.tx.update(cursors).set({ number: last.number, movedAt: work.now }).where(eq(cursors.reader, name));
          return found.length === FEED.batch;
        }),
      );
    },

    tail(handle) {
      let number: number | null = null;
      add(async () => {
        const found = await db.work(READER, async (work) => {
          number ??= await endOf(work);
          return eventsAfter(work, number, FEED.batch);
        });
        number = found.at(-1)?.number ?? number;
        if (found.length > 0) handle(found);
        return found.length === FEED.batch;
      });
    },

    after: eventsAfter,
    end: endOf,

    start() {
      isStarted = true;
      for (const { rounds } of readers) rounds.start();
      wakeAll();
    },
    async stop() {
      isStarted = false;
      await Promise.all(readers.map(({ rounds }) => rounds.stop()));
    },
  };
}
