import { refusal } from "../errors.ts";

/** Nobody passes who could not be checked: whatever keeps the answer away is `auth.unavailable`. */
export async function orUnavailable<Result>(check: () => Promise<Result>): Promise<Result> {
  try {
    return await check();
  } catch (cause) {
    throw Object.assign(refusal("auth.unavailable"), { cause });
  }
}
