import { setTimeout } from "node:timers/promises";
import { PASSWORD_FLOOR_MS } from "../config.ts";

/**
 * Answers no sooner than a fixed time after the call, whether it succeeds or throws, so that the time says nothing of what was found.
 *
 * @see OWASP Authentication Cheat Sheet, user enumeration
 */
export async function atFloor<Result>(run: () => Promise<Result>): Promise<Result> {
  const floor = setTimeout(PASSWORD_FLOOR_MS);
  try {
    return await run();
  } finally {
    await floor;
  }
}
