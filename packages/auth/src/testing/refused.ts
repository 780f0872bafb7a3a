import { AppError } from "@gatehouse/kernel";

/**
 * What whoever calls a procedure is refused with.
 *
 * @throws Error where the call was answered, or failed in another way
 */
export async function refused(call: Promise<unknown>): Promise<Pick<AppError, "code" | "details">> {
  const thrown = await call.then(
    (answer) => Promise.reject(new Error(`answered ${JSON.stringify(answer)}`)),
    (error: { cause?: unknown }) => error,
  );
  if (!(thrown.cause instanceof AppError)) throw thrown;
  const { code, details } = thrown.cause;
  return { code, details };
}
