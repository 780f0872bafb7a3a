/** What is left after a point was spent, in the terms of the RateLimit headers. */
export interface Spent {
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until the points are fresh. */
  readonly resetSeconds: number;
}

/** @param ms milliseconds; whoever is told to wait waits a second at least */
export const wholeSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
