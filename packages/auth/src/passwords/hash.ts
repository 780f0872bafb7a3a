import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import pLimit from "p-limit";
import { HASH } from "../config.ts";
import { refusal } from "../errors.ts";
import { type ImportScheme, unwrap, wrap } from "./imported.ts";

/** argon2id in the bindings' enum, which type stripping cannot read. */
const ARGON2ID = 2;

/** argon2id, at most one hash a core at once, the rest in a bounded queue. */
export interface Hasher {
  /** @returns a PHC string. @throws AppError `password.busy` when the queue is full */
  hash(password: string): Promise<string>;
  /**
   * @param stored a PHC string or a wrapped import; null takes as long and is always wrong, so that no account and a wrong password look alike
   * @returns false as well for a stored hash that is malformed
   * @throws AppError `password.busy` when the queue is full
   */
  verify(password: string, stored: string | null): Promise<boolean>;
  /** Wraps another system's hash. @throws Error when it is not one */
  wrap(scheme: ImportScheme, hash: string): Promise<string>;
}

const CURRENT = `$argon2id$v=19$m=${HASH.memoryKiB},t=${HASH.passes},p=${HASH.lanes}$`;

/** Whether a stored hash should be made anew while the password is at hand: an import, or other parameters than today's. */
export const isOutdated = (stored: string): boolean => !stored.startsWith(CURRENT);

/** @see OWASP Password Storage Cheat Sheet, argon2id */
export async function createHasher(): Promise<Hasher> {
  const limit = pLimit(availableParallelism());
  const options = { algorithm: ARGON2ID, memoryCost: HASH.memoryKiB, timeCost: HASH.passes, parallelism: HASH.lanes };
  const decoy = await hash("a password that nobody has", options);
  const queued = <Result>(task: () => Promise<Result>): Promise<Result> => {
    if (limit.pendingCount >= HASH.maxQueued) {
      throw refusal("password.busy", { retryAfterSeconds: HASH.retryAfterSeconds });
    }
    return limit(task);
  };
  const matches = async (password: string, stored: string): Promise<boolean> => {
    const { phc, inner } = unwrap(stored);
    return verify(phc, await inner(password));
  };
  return {
    hash: async (password) => queued(() => hash(password.normalize("NFC"), options)),
    verify: async (password, stored) =>
      queued(async () => {
        const normal = password.normalize("NFC");
        const answer = await matches(normal, stored ?? decoy).catch(() => null);
        if (answer === null) await verify(decoy, normal);
        return answer === true && stored !== null;
      }),
    wrap: (scheme, imported) => wrap(scheme, imported, (text) => queued(() => hash(text, options))),
  };
}
