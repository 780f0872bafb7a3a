import type { ApiKey } from "./queries.ts";

type Ending = Pick<ApiKey, "expiresAt" | "rotatedUntil">;

/** Until when a key works: one that has a successor ends before its time. */
export const endOf = ({ rotatedUntil, expiresAt }: Ending): string =>
  rotatedUntil !== null && rotatedUntil < expiresAt ? rotatedUntil : expiresAt;

/** Whether a key still works, and whether it does so beside its successor. */
export function stateOf(key: Ending, now: Date): "works" | "rolled" | "ended" {
  if (Date.parse(endOf(key)) <= now.getTime()) return "ended";
  return key.rotatedUntil === null ? "works" : "rolled";
}
