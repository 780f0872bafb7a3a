import type { Database, RequestInfo } from "@gatehouse/db";
import type { Clock } from "@gatehouse/kernel";
import { ACCESSES } from "./config.ts";
import { type EventFacts, rowOf } from "./record.ts";
import { events } from "./schema.ts";

/** Somebody who looked at something that is marked so. */
export interface Access extends Pick<EventFacts, "target" | "detail"> {
  readonly action: string;
  readonly actorId: string | null;
  readonly organizationId: string | null;
  readonly request: RequestInfo;
}

/** Who looked at what, on its way into the log. */
export interface Accesses {
  /**
   * Notes that something was read. Nothing that is marked is read unseen: where too much waits, this waits too.
   *
   * @throws Error where it had to wait, and what waits cannot be written
   */
  note(access: Access): Promise<void>;
  /** Writes what waits, now. */
  flush(): Promise<void>;
}

const SCHEDULE: RequestInfo = { id: "accesses", ip: null, userAgent: null };

type Row = typeof events.$inferInsert;

/** Whether the database refused what stands in a row: its classes 22 (data) and 23 (constraints). */
const isOfTheRow = (error: unknown): boolean =>
  /^2[23]/.test(String((error as { cause?: { code?: unknown } } | null)?.cause?.code));

interface AccessesDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Told once when what was read cannot be written; it is tried again. Told of each row that the database refuses for what is in it. */
  readonly onFault: (error: unknown) => void;
}

/**
 * What was read, written within 100 ms and many at once: a read changes nothing, so it has no transaction of its own that an event could
 * join, and must not wait for one.
 */
export function createAccesses({ db, clock, onFault }: AccessesDeps): Accesses {
  let waiting: Row[] = [];
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | null = null;
  let isFailing = false;

  /** What the database takes from nobody would keep all that comes after it from being written. */
  async function insert(rows: readonly Row[]): Promise<void> {
    try {
      await db.work(SCHEDULE, ({ tx }) => tx.insert(events).values([...rows]));
    } catch (error) {
      if (!isOfTheRow(error)) throw error;
      if (rows.length === 1) onFault(error);
      else for (const row of rows) await insert([row]);
    }
  }

  async function write(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const rows = waiting.slice(0, ACCESSES.batch);
        await insert(rows);
        waiting = waiting.slice(rows.length);
      }
      isFailing = false;
    } catch (error) {
      if (!isFailing) onFault(error);
      isFailing = true;
      plan();
      throw error;
    }
  }

  /** One writing at a time; whoever comes meanwhile waits for it. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    while (underWay !== null) await underWay.catch(() => {});
    if (waiting.length === 0) return;
    underWay = write().finally(() => {
      underWay = null;
    });
    await underWay;
  }

  function plan(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      flush().catch(() => {});
    }, ACCESSES.withinMs);
  }

  return {
    async note({ action, request, ...facts }: Access): Promise<void> {
      if (waiting.length >= ACCESSES.most) await flush();
      waiting.push(rowOf({ request, now: clock() }, action, facts));
      plan();
    },
    flush,
  };
}
