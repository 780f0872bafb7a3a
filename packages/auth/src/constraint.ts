import { DrizzleQueryError } from "drizzle-orm";

/** The constraint that a statement broke, by its name; null for any other error. */
export function brokenConstraint(error: unknown): string | null {
  const cause = error instanceof DrizzleQueryError ? (error.cause as { constraint_name?: string } | undefined) : null;
  return cause?.constraint_name ?? null;
}
