/** The database did not answer in time. The code is postgres.js's own for a connection that never came to be. */
class Unanswered extends Error {
  readonly code = "CONNECT_TIMEOUT";
}

/** So that a request is refused in time while the database hangs, and not only while it is away. */
const BEGINS_WITHIN_MS = 2_000;

/**
 * Runs a transaction that must begin within two seconds. One that begins later is rolled back before it does anything.
 *
 * @param run runs the transaction; it calls `begun` first of all
 * @throws Error with the code `CONNECT_TIMEOUT`
 */
export async function beginsInTime<Result>(run: (begun: () => void) => Promise<Result>): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reject(new Unanswered("the database did not answer in time"));
  }, BEGINS_WITHIN_MS);
  const running = run(() => {
    if (isLate) throw new Unanswered("the request was refused already");
    clearTimeout(timer);
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
    running.catch(() => {});
  }
}
