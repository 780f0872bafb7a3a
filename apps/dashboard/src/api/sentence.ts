import type { Refusal } from "@gatehouse/auth/react";
import { words } from "../words.ts";

/** A refusal as a person reads it: what happened, and what to do. */
export function sentenceOf(refusal: Refusal): string {
  const { appCode, status, retryAfterSeconds, missing, message } = refusal;
  const known = appCode === null ? undefined : words.failure.codes[appCode];
  if (status === null) return words.failure.unreachable;
  if (status === 429 && retryAfterSeconds !== null) return words.failure.wait(retryAfterSeconds);
  if (missing.length > 0) return words.failure.missing(missing);
  if (known !== undefined) return known;
  if (status === 503) return words.failure.unavailable;
  return status >= 500 || message === "" ? words.failure.unexpected : message;
}
