import type { Database } from "@gatehouse/db";
import type { Clock } from "@gatehouse/kernel";
import { digestOf, type Sealer } from "@gatehouse/kernel/secrets";
import { createChallenge, randomInt, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import type { Challenge, Solution } from "altcha-lib/types";

/** PBKDF2 rounds a guess, and guesses: about a second of a browser, per address. */
const COST = 1_000;
const GUESSES = { min: 1_000, max: 2_000 };
const LIVES_MS = 5 * 60 * 1000;
const MAX_PAYLOAD = 4_000;

/** The way past a limit for whoever is not the one who spent it: an office behind one address. */
export interface ProofOfWork {
  /** @param subject what the proof will be good for, for example an e-mail address; it stands in the challenge as a digest */
  challenge(subject: string): Promise<Challenge>;
  /**
   * Whether this is the answer to a live challenge for this subject, once.
   *
   * @param payload base64 of `{ challenge, solution }`, as the ALTCHA widget sends it
   */
  redeem(subject: string, payload: string): Promise<boolean>;
}

/** @see https://altcha.org */
export function createProofOfWork({ sql }: Database, sealer: Sealer, clock: Clock): ProofOfWork {
  const secrets = {
    hmacSignatureSecret: sealer.mac("proof-of-work", "challenge"),
    hmacKeySignatureSecret: sealer.mac("proof-of-work", "key"),
  };

  async function isRight(subject: string, challenge: Challenge, solution: Solution): Promise<boolean> {
    if (challenge.parameters.data?.subject !== digestOf(subject)) return false;
    const { verified } = await verifySolution({ challenge, solution, deriveKey, ...secrets });
    return verified;
  }

  return {
    challenge: (subject) =>
      createChallenge({
        algorithm: "PBKDF2/SHA-256",
        cost: COST,
        counter: randomInt(GUESSES.max, GUESSES.min),
        data: { subject: digestOf(subject) },
        deriveKey,
        expiresAt: new Date(clock().getTime() + LIVES_MS),
        ...secrets,
      }),
    async redeem(subject, payload) {
      const answer = read(payload);
      if (!answer || !(await isRight(subject, answer.challenge, answer.solution).catch(() => false))) return false;
      const digest = digestOf(String(answer.challenge.signature));
      const expiresAt = new Date(clock().getTime() + LIVES_MS);
      await sql`delete from limits.proofs where expires_at < ${clock()}`;
      const spent = await sql`
        insert into limits.proofs (digest, expires_at) values (${digest}, ${expiresAt}) on conflict do nothing returning digest`;
      return spent.length > 0;
    },
  };
}

function read(payload: string): { challenge: Challenge; solution: Solution } | null {
  if (payload.length > MAX_PAYLOAD) return null;
  try {
    const { challenge, solution } = JSON.parse(Buffer.from(payload, "base64").toString("utf8"));
    return typeof challenge?.parameters === "object" && typeof solution === "object" ? { challenge, solution } : null;
  } catch {
    return null;
  }
}
