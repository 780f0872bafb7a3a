import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type Audit, type ChainVerdict, verifyFile } from "@gatehouse/audit";

/** How the file's command is typed, and what it does. */
export const FILE_USAGE = [
  "audit verify FILE [KEY ...]",
  "verifies an exported file in JSON lines, without a database",
] as const;

const describe = (chain: string, { valid, checked, firstBad, signedBy }: ChainVerdict): string =>
  valid
    ? `${chain}: valid, ${checked} events, signed by ${signedBy}`
    : `${chain}: not valid, the first bad event is ${firstBad?.id}`;

/** Verifies every chain of the database. @throws Error that names each one that does not hold */
export async function verifyChains(audit: Audit): Promise<readonly string[]> {
  const verdicts = await audit.verifyAll();
  const lines = [...verdicts].map(([chain, verdict]) => describe(chain, verdict));
  if ([...verdicts.values()].some(({ valid }) => !valid)) throw new Error(lines.join("\n"));
  return lines.length === 0 ? ["Nothing is sealed yet."] : lines;
}

/** What a file says, on a terminal: it could move the cursor and write over the verdict. */
const plain = (text: unknown): string => String(text).replace(/[^\x20-\x7e]/g, "?");

/**
 * Verifies an exported file by itself.
 *
 * @param keys the thumbprints of the keys that may have signed it, known from elsewhere: a new one signs each year, and the first line of a
 *   file that ends before it bears the new one's signature; without any, whichever did are named
 * @returns lines for a person
 * @throws Error in words for a person, where the file does not hold, is none of ours, or is not there
 */
export async function verifyLogFile(path: string, ...keys: readonly string[]): Promise<readonly string[]> {
  const input = createReadStream(path);
  const { header, ...verdict } = await verifyFile(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }));
  if (!verdict.valid) {
    throw new Error(`${path}: not valid. ${verdict.fault ?? `The first bad event is ${plain(verdict.firstBad?.id)}.`}`);
  }
  const signers = plain(verdict.signedBy.join(", "));
  if (keys.length > 0 && verdict.signedBy.some((signer) => !keys.includes(signer))) {
    throw new Error(`${path}: whole, but signed by ${signers}, and not by ${keys.join(", ")} alone.`);
  }
  const { emptied } = verdict;
  return [
    `${path}: valid. ${verdict.events} events of ${plain(header.chain)}; ${verdict.skipped} more were not asked for.`,
    ...(emptied > 0 ? [`What was personal of ${emptied} persons is not in it, as after an erasure.`] : []),
    `Signed by ${signers}.`,
    ...(keys.length === 0
      ? ["Compare that with the key that `audit.verify` or `pnpm gatehouse audit verify` names."]
      : []),
  ];
}

/** The file's command, where it is what was typed: it needs no environment and no database. */
export function readFileCommand(args: readonly string[]): (() => Promise<readonly string[]>) | null {
  const [noun, verb, path, ...keys] = args;
  if (noun !== "audit" || verb !== "verify" || path === undefined) return null;
  return () => verifyLogFile(path, ...keys);
}
