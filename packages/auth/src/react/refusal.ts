/** What a browser may know of a refused call: the fixed details of the house's error shape, and nothing else. */
export interface Refusal {
  /** For example `auth.credentials_wrong`; null where no Gatehouse answered (no network, a proxy's page). */
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
  /** The organizations that stand in the way: of an account that would leave them without an owner. */
  readonly organizationIds: readonly string[];
  /** What would prove once more that it is the person: only where that is all that is missing. */
  readonly stepUp: StepUpDemand | null;
  /** Work that stands in for the points of a limit: on the 429 of a sign-up. */
  readonly challenge: Readonly<Record<string, unknown>> | null;
}

/** The ways to prove once more that it is the person, and for how many seconds the proof holds. */
export interface StepUpDemand {
  readonly methods: readonly string[];
  readonly maxAgeSeconds: number;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

/** The declared details of an error, whoever threw it; empty where there are none. */
const dataOf = (error: unknown): Record<string, unknown> => (isRecord(error) && isRecord(error.data) ? error.data : {});

const fieldErrorsOf = (value: unknown): Record<string, string[]> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([field, texts]) => [field, textsOf(texts)])) : {};

const stepUpOf = (value: unknown): StepUpDemand | null =>
  isRecord(value) ? { methods: textsOf(value.methods), maxAgeSeconds: numberOf(value.maxAgeSeconds) ?? 0 } : null;

/**
 * Reads what any tRPC client throws. It believes nothing about the error: whatever lacks the house's
 * shape becomes a refusal without a code.
 *
 * @param error anything that was thrown or stands in a query's `error`
 * @returns the refusal; never throws
 */
export function refusalOf(error: unknown): Refusal {
  const data = dataOf(error);
  return {
    appCode: textOf(data.appCode),
    status: numberOf(data.httpStatus),
    message: error instanceof Error ? error.message : "",
    requestId: textOf(data.requestId),
    retryAfterSeconds: numberOf(data.retryAfterSeconds),
    fieldErrors: fieldErrorsOf(data.fieldErrors),
    missing: textsOf(data.missing),
    organizationIds: textsOf(data.organizationIds),
    stepUp: stepUpOf(data.stepUp),
    challenge: isRecord(data.challenge) ? data.challenge : null,
  };
}
