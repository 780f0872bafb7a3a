import { contentOf, type Facts, type PersonalFacts } from "./chain.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { EventFilter } from "./read.ts";
import type { Entry } from "./walk.ts";

/** What the first line of a file in JSON lines names itself. */
export const FORMAT = "gatehouse-audit-1";

/** The first line: what the file holds, and what it is verified by. */
export interface FileHeader {
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
  /** The public halves of the keys that signed them, by thumbprint (Ed25519, base64url). */
  readonly keys: Readonly<Record<string, string>>;
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

/** The entry that a line stands for. @throws Error where it has no seal */
export function entryOf(line: object): Entry {
  const { skipped, seal, ...event } = line as Partial<LinkLine> & Partial<EventLine>;
  if (skipped !== undefined) return { ...skipped, salt: null, event: String(skipped.content) };
  if (seal === undefined) throw new Error("it has no seal");
  return { ...seal, eventId: String(event.id), event: event as EventLine };
}
