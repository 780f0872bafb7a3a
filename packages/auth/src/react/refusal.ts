/** What a browser may know of a refused call: the fixed details of the house's error shape, and nothing else. */
export interface Refusal {
  /** For example `sign_in.refused`; null where no Gatehouse answered (no network, a proxy's page). */
  readonly appCode: string | null;
  /** The HTTP status that counts, in a streamed answer too; null where nothing answered. */
  readonly status: number | null;
  /** The sentence that the server gave. */
  readonly message: string;
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;
  /** Sentences by the name of the input's field. */
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
  /** The permissions that the caller lacks. */
  readonly missing: readonly string[];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

const fieldErrorsOf = (value: unknown): Record<string, string[]> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([field, texts]) => [field, textsOf(texts)])) : {};

/**
 * Reads what any tRPC client throws. It believes nothing about the error: whatever lacks the house's
 * shape becomes a refusal without a code.
 *
 * @param error anything that was thrown or stands in a query's `error`
 * @returns the refusal; never throws
 */
export function refusalOf(error: unknown): Refusal {
  const data = isRecord(error) && isRecord(error.data) ? error.data : {};
  return {
    appCode: textOf(data.appCode),
    status: numberOf(data.httpStatus),
    message: error instanceof Error ? error.message : "",
    requestId: textOf(data.requestId),
    retryAfterSeconds: numberOf(data.retryAfterSeconds),
    fieldErrors: fieldErrorsOf(data.fieldErrors),
    missing: textsOf(data.missing),
  };
}
