import type { Begin, TenantWork } from "@gatehouse/db";
import { and, count, eq, gt, lte, max, min } from "drizzle-orm";
import type { CheckpointKeys } from "./checkpoint.ts";
import { checkpointsAround } from "./checkpoints.ts";
import { READ_AT_ONCE } from "./config.ts";
import { csvLine } from "./csv.ts";
import { record } from "./events.ts";
import { type FileHeader, FORMAT, lineOf, owaspWordOf, type WholeEntry } from "./file.ts";
import { type EventFilter, matching } from "./read.ts";
import { events, seals } from "./schema.ts";
import { readSealed } from "./verify.ts";

/** As a table for a spreadsheet, or as lines of JSON that can be verified without this house. */
export type ExportFormat = "csv" | "jsonl";

/** What is asked for. */
export interface ExportOrder {
  readonly format: ExportFormat;
  readonly filter: EventFilter;
}

/** A copy of the log: how many lines will come, then the lines. */
export interface Export {
  readonly format: ExportFormat;
  /** Events in it. */
  readonly events: number;
  /** Lines in all, the first one included: for whoever shows progress. */
  readonly lines: number;
  /** The lines in pieces of about a thousand, each line with its end. */
  readonly pieces: AsyncIterable<string>;
}

/** Copies of an organization's log. */
export interface Exports {
  /** Writes down that a copy was asked for. */
  noteOrder(work: TenantWork, order: ExportOrder): Promise<void>;
  /**
   * Begins a copy, and writes down that it was taken.
   *
   * @param begin opens a work inside the organization, again and again while the copy is read; whatever it throws ends the copy
   */
  open(begin: Begin<TenantWork>, order: ExportOrder): Promise<Export>;
}

const CSV_HEAD = [
  "id",
  "at",
  "action",
  "owasp",
  "outcome",
  "actorId",
  "organizationId",
  "target",
  "ip",
  "userAgent",
  "requestId",
  "detail",
  "position",
];

/** What a copy is made with. */
export interface ExportDeps {
  readonly keys: CheckpointKeys;
  /** What OWASP's vocabulary calls each event. */
  readonly owasp: Readonly<Record<string, string | undefined>>;
}

interface Plan {
  readonly order: ExportOrder;
  readonly header: FileHeader;
}

/** Events that were asked for after one place and up to another: those that were sealed while the first of them were counted. */
async function countAsked(work: TenantWork, { filter }: ExportOrder, after: number, until: number): Promise<number> {
  const { tx, organizationId: chain } = work;
  const between = and(eq(seals.organizationId, chain), gt(seals.position, after), lte(seals.position, until));
  const [found] = await tx
    .select({ events: count() })
    .from(seals)
    .innerJoin(events, eq(events.id, seals.eventId))
    .where(and(between, matching(chain, filter)));
  return found?.events ?? 0;
}

/** Where in the chain the events stand that were asked for, and the checkpoints around them. */
async function planOf(work: TenantWork, { keys, owasp }: ExportDeps, order: ExportOrder): Promise<Plan> {
  const { tx, organizationId: chain, now } = work;
  const [found] = await tx
    .select({ events: count(), first: min(seals.position), last: max(seals.position) })
    .from(seals)
    .innerJoin(events, eq(events.id, seals.eventId))
    .where(and(eq(seals.organizationId, chain), matching(chain, order.filter)));
  const { events: asked = 0, first = null, last = null } = found ?? {};
  const { before: after, after: until } =
    first === null || last === null ? { before: null, after: null } : await checkpointsAround(work, chain, first, last);
  const header = {
    format: FORMAT,
    chain,
    filter: order.filter,
    exportedAt: now.toISOString(),
    events: until === null || last === null ? 0 : asked + (await countAsked(work, order, last, until.position)),
    lines: until === null ? 0 : until.position - (after?.position ?? 0),
    after,
    until,
    owasp,
  } as const;
  const signers = [after, until].flatMap((checkpoint) => (checkpoint === null ? [] : [checkpoint.kid]));
  return { order, header: await keys.signFile(work, header, signers) };
}

/** Whether an event was asked for, judged like `matching`. */
const isAsked = ({ action, actorId, from, to }: EventFilter, { event }: WholeEntry): boolean =>
  (action === undefined || event.action === action) &&
  (actorId === undefined || event.actorId === actorId) &&
  (from === undefined || Date.parse(event.at) >= Date.parse(from)) &&
  (to === undefined || Date.parse(event.at) < Date.parse(to));

/** Copies of an organization's sealed events. */
export function createExports({ keys, owasp }: ExportDeps): Exports {
  const wordOf = (action: string): string | null => owaspWordOf(owasp, action);

  const rowOf = ({ event, position }: WholeEntry): string => {
    const { id, at, action, outcome, actorId, organizationId, target, ip, userAgent, requestId, detail, personal } =
      event;
    const facts = JSON.stringify({ ...detail, ...personal });
    const cells = [id, at, action, wordOf(action), outcome, actorId, organizationId, target, ip, userAgent, requestId];
    return csvLine([...cells, facts, position]);
  };

  const write = ({ order: { format, filter } }: Plan, entries: readonly WholeEntry[]): string =>
    entries
      .map((entry) => {
        const asked = isAsked(filter, entry);
        if (format === "csv") return asked ? rowOf(entry) : "";
        return `${JSON.stringify(lineOf(entry, asked, wordOf(entry.event.action)))}\n`;
      })
      .join("");

  /** Each piece in a work of its own: a slow reader holds no connection. */
  async function* pieces(begin: Begin<TenantWork>, plan: Plan): AsyncGenerator<string> {
    const { after, until, chain } = plan.header;
    yield plan.order.format === "csv" ? csvLine(CSV_HEAD) : `${JSON.stringify(plan.header)}\n`;
    const end = until?.position ?? 0;
    for (let position = after?.position ?? 0; position < end; ) {
      const limit = Math.min(READ_AT_ONCE, end - position);
      const entries = await begin((work) => readSealed(work, chain, position, limit));
      const whole = entries.filter(
        (entry): entry is WholeEntry => typeof entry.event === "object" && entry.event !== null,
      );
      // A hole would be found by whoever verifies the file, and hidden by one that ends early.
      if (whole.length < limit) throw new Error(`the chain ${chain} has a hole after position ${position}`);
      position += limit;
      yield write(plan, whole);
    }
  }

  return {
    noteOrder: (work, { format, filter }) => record(work, "audit.export_requested", { detail: { format, ...filter } }),

    async open(begin, order) {
      const plan = await begin(async (work) => {
        const made = await planOf(work, { keys, owasp }, order);
        await record(work, "audit.exported", {
          detail: { format: order.format, events: made.header.events, ...order.filter },
        });
        return made;
      });
      const { events: asked, lines } = plan.header;
      const { format } = order;
      return { format, events: asked, lines: 1 + (format === "csv" ? asked : lines), pieces: pieces(begin, plan) };
    },
  };
}
