import { AppError, defineErrors } from "@gatehouse/kernel";

const EXCEEDED = { status: "TOO_MANY_REQUESTS", says: "Too many tries. Wait, then try again." } as const;

export const refusal = defineErrors({
  "limits.unavailable": {
    status: "SERVICE_UNAVAILABLE",
    says: "This cannot be checked right now. Try again in a moment.",
  },
});

/**
 * The refusal over a limit. The log remembers the first one of a window alone: else whoever is refused could fill the log.
 *
 * @param facts the rule's points, and whole seconds until they are fresh
 */
export const exceeded = (
  facts: { limit: number; retryAfterSeconds: number },
  isFirst: boolean,
): AppError<"limits.exceeded"> =>
  new AppError("limits.exceeded", isFirst ? { ...EXCEEDED, audit: "limits.exceeded" } : EXCEEDED, facts);
