import { type Checkpoint, isFileSigned, isSignedBy } from "./checkpoint.ts";
import { entryOf, type FileHeader, FORMAT } from "./file.ts";
import { createWalk, type Entry, type Verdict } from "./walk.ts";

/** What a file proves. */
export interface FileVerdict extends Verdict {
  readonly header: FileHeader;
  /** What does not hold of the file as a whole, in words; null where nothing does not. */
  readonly fault: string | null;
  /** The thumbprints of the keys that signed: they mean something to whoever knows them from elsewhere. */
  readonly signedBy: readonly string[];
  /** Events that are in the file, and events that it leaves out because they were not asked for. */
  readonly events: number;
  readonly skipped: number;
  /** How many persons have an event here without what was personal in it, and no event here that says that they were erased. */
  readonly emptied: number;
}

function headerOf(line: string | undefined): FileHeader {
  const header = line === undefined ? null : (parsed(line, 1) as FileHeader);
  if (header?.format !== FORMAT || !header.keys || !header.owasp)
    throw new Error(`The file does not begin with a line of the format ${FORMAT}.`);
  return header;
}

/** @throws Error where the line holds no object of JSON */
function parsed(line: string, number: number): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} is not JSON.`);
  }
  if (typeof value === "object" && value !== null) return value;
  throw new Error(`Line ${number} is no object.`);
}

function entryAt(line: string, number: number, header: FileHeader): Entry {
  const value = parsed(line, number);
  try {
    return entryOf(line, value, header);
  } catch (error) {
    throw new Error(`Line ${number} is no event: ${(error as Error).message}.`);
  }
}

const isOwn = ({ chain, keys }: FileHeader, checkpoint: Checkpoint): boolean =>
  checkpoint.chain === chain && isSignedBy(checkpoint, keys[checkpoint.kid] ?? "");

/** The event of a checkpoint that does not hold. */
const findForged = (header: FileHeader): string | null =>
  [header.after, header.until].find((checkpoint) => checkpoint !== null && !isOwn(header, checkpoint))?.eventId ?? null;

/** Why a file of which every line holds is not what was exported. */
function faultOf(header: FileHeader, events: number, skipped: number): string | null {
  if (!isFileSigned(header)) return "Its first line was changed, or signed by nobody.";
  const told = { events: header.events, skipped: header.lines - header.events };
  if (events === told.events && skipped === told.skipped) return null;
  return `It holds ${events} events and leaves out ${skipped}; there were ${told.events} and ${told.skipped} when it was signed.`;
}

/**
 * Verifies an exported file by itself: no database, no network.
 *
 * @param lines of a file in JSON lines, without their ends
 * @returns the first event that was changed, taken away or put in; `signedBy` says whose word for the ends of the chain it is
 * @throws Error in words for a person, where it is no such file
 */
export async function verifyFile(lines: AsyncIterable<string>): Promise<FileVerdict> {
  const reader = lines[Symbol.asyncIterator]();
  const header = headerOf((await reader.next()).value);
  const walk = createWalk(header.chain, header.after);
  let number = 1;
  let skipped = 0;
  for (let next = await reader.next(); !next.done; next = await reader.next()) {
    number += 1;
    const entry = entryAt(next.value, number, header);
    if (typeof entry.event === "string") skipped += 1;
    if (!walk.step(entry)) break;
  }
  const { checked, firstBad } = walk.end(header.until);
  const bad = firstBad?.id ?? findForged(header);
  const fault = bad === null ? faultOf(header, checked - skipped, skipped) : null;
  const signed = [header.after, header.until].flatMap((checkpoint) => (checkpoint === null ? [] : [checkpoint.kid]));
  return {
    valid: bad === null && fault === null,
    checked,
    firstBad: bad === null ? null : { id: bad },
    fault,
    header,
    events: checked - skipped,
    skipped,
    signedBy: [...new Set([...signed, header.kid])],
    emptied: walk.unexplained().size,
  };
}
