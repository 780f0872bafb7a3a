import { contentOf, type Facts, type PersonalFacts } from "./chain.ts";
import type { Checkpoint, SignedFile } from "./checkpoint.ts";
import type { EventFilter } from "./read.ts";
import type { Entry } from "./walk.ts";

/** What the first line of a file in JSON lines names itself. */
export const FORMAT = "gatehouse-audit-1";

/**
 * The first line: what the file holds, and what it is verified by. It is signed, because the chain tells neither what was asked for nor
 * how far it went on: an event could be left out as if nobody had asked for it, and the end be one of long ago.
 */
export interface FileHeader extends SignedFile {
  readonly format: typeof FORMAT;
  /** An organization's id, or `installation`. */
  readonly chain: string;
  readonly filter: EventFilter;
  readonly exportedAt: string;
  /** Events in the file. */
  readonly events: number;
  /** Lines after this one: events, and links in the place of events that were not asked for. */
  readonly lines: number;
  /** Where the file begins in the chain: after this checkpoint, or with the first event where it is null. */
  readonly after: Checkpoint | null;
  /** Where it ends; null for a file without lines. */
  readonly until: Checkpoint | null;
  /** What OWASP's vocabulary calls each event, where it has a word. */
  readonly owasp: Readonly<Record<string, string | undefined>>;
}

/** How an event stands in the chain. */
interface SealLine {
  readonly position: number;
  readonly hash: string;
  readonly personalDigest: string | null;
}

/** An event as the contract shows it, with what the verifier needs. */
export interface EventLine extends Facts, PersonalFacts {
  readonly owasp: string | null;
  readonly seal: SealLine & { readonly salt: string | null };
}

/** What stands for an event that was not asked for: its digest, so that the chain can be followed over it. */
export interface LinkLine {
  readonly skipped: SealLine & { readonly eventId: string; readonly content: string };
}

/** An entry whose event is there. */
export interface WholeEntry extends Entry {
  readonly event: Facts & PersonalFacts;
}

/** One line after the first. */
export const lineOf = (
  { event, position, hash, personalDigest, salt, eventId }: WholeEntry,
  isAsked: boolean,
  owasp: string | null,
) =>
  isAsked
    ? ({ ...event, owasp, seal: { position, hash, personalDigest, salt } } satisfies EventLine)
    : ({ skipped: { position, hash, personalDigest, eventId, content: contentOf(event) } } satisfies LinkLine);

/** What OWASP's vocabulary calls an event; null where it has no word, be the event called like what every object has. */
export const owaspWordOf = (words: FileHeader["owasp"], action: string): string | null =>
  (Object.hasOwn(words, action) ? words[action] : null) ?? null;

const EVENT_KEYS =
  "id,seq,action,outcome,actorId,organizationId,target,requestId,at,detail,ip,userAgent,personal,owasp,seal";
const SEAL_KEYS = "position,hash,personalDigest,salt";
const LINK_KEYS = "position,hash,personalDigest,eventId,content";
const keysOf = (value: object): string => Object.keys(value).join();

/**
 * Whether a line is written as `lineOf` writes it: what stands twice or beside is in no seal, and another reader of the file may take that
 * for the event.
 */
function isAsWritten(text: string, line: Partial<LinkLine> & Partial<EventLine>, owasp: FileHeader["owasp"]): boolean {
  if (JSON.stringify(line) !== text) return false;
  const { skipped, seal, action } = line;
  if (skipped !== undefined) return keysOf(line) === "skipped" && keysOf(skipped) === LINK_KEYS;
  const isSaid = line.owasp === owaspWordOf(owasp, String(action));
  return keysOf(line) === EVENT_KEYS && keysOf(seal ?? {}) === SEAL_KEYS && isSaid;
}

/**
 * The entry that a line stands for; without its event where the line is not written as it should be.
 *
 * @throws Error where it has no seal
 */
export function entryOf(text: string, line: object, { owasp }: Pick<FileHeader, "owasp">): Entry {
  const { skipped, seal, ...event } = line as Partial<LinkLine> & Partial<EventLine>;
  const isWhole = isAsWritten(text, line, owasp);
  if (skipped !== undefined) return { ...skipped, salt: null, event: isWhole ? String(skipped.content) : null };
  if (seal === undefined) throw new Error("it has no seal");
  return { ...seal, eventId: String(event.id), event: isWhole ? (event as EventLine) : null };
}
