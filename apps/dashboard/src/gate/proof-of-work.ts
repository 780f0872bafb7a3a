import type { Challenge } from "altcha-lib/types";

/**
 * Does the work that a server asks for in place of a wait. The browser's own cryptography does it, off the page's thread; the code
 * for it is loaded when it is needed.
 *
 * @param challenge as it stands in the refusal
 * @returns the proof to be sent along, base64 of `{ challenge, solution }`; null when it could not be found in time
 * @see https://altcha.org
 */
export async function proofOf(challenge: object): Promise<string | null> {
  const [{ solveChallenge }, { deriveKey }] = await Promise.all([
    import("altcha-lib"),
    import("altcha-lib/algorithms/web/pbkdf2"),
  ]);
  const solution = await solveChallenge({ challenge: challenge as Challenge, deriveKey });
  return solution && btoa(JSON.stringify({ challenge, solution }));
}
