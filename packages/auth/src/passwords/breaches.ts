import { createHash } from "node:crypto";

/**
 * Answers a range of a list of stolen passwords: lines of `SUFFIX:COUNT`, the rest of each SHA-1 after these five hex digits. It never
 * learns the password.
 *
 * @see https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange
 */
export type BreachSource = (prefix: string, signal: AbortSignal) => Promise<string>;

const PREFIX_DIGITS = 5;
const DEADLINE_MS = 1_500;

/** A source over HTTPS, with padded answers so that their size says nothing. @param url ends before the prefix */
export const breachesAt =
  (url: string): BreachSource =>
  async (prefix, signal) => {
    const answer = await fetch(`${url}${prefix}`, { signal, headers: { "Add-Padding": "true" } });
    if (!answer.ok) throw new Error(`the list of stolen passwords answered ${answer.status}`);
    return answer.text();
  };

/**
 * Whether a password stands in the list. Fails open: without an answer in time it says no, and `onFault` hears why.
 *
 * @see NIST SP 800-63B-4 section 3.1.1.2
 */
export async function isBreached(
  source: BreachSource,
  password: string,
  onFault: (error: unknown) => void,
): Promise<boolean> {
  const digest = createHash("sha1").update(password.normalize("NFC")).digest("hex").toUpperCase();
  try {
    const range = await source(digest.slice(0, PREFIX_DIGITS), AbortSignal.timeout(DEADLINE_MS));
    const rest = digest.slice(PREFIX_DIGITS);
    return range.split(/\r?\n/).some((line) => {
      const [suffix, count] = line.split(":");
      return suffix?.toUpperCase() === rest && Number(count) > 0;
    });
  } catch (error) {
    onFault(error);
    return false;
  }
}
