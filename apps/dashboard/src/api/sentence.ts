import type { Refusal } from "@gatehouse/auth/react";
import { words } from "../words.ts";

/** A refusal as a person reads it: what happened, and what to do. */
export function sentenceOf(refusal: Refusal): string {
  const { status, retryAfterSeconds, missing, message } = refusal;
  if (status === null) return words.failure.unreachable;
  if (status === 429 && retryAfterSeconds !== null) return words.failure.wait(retryAfterSeconds);
  if (missing.length > 0) return words.failure.missing(missing);
  if (status === 503) return words.failure.unavailable;
  return status >= 500 || message === "" ? words.failure.unexpected : message;
}
