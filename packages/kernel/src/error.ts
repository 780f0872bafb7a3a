/** The statuses of this house by the names that tRPC gives them (421, which tRPC lacks, by HTTP's own), and HTTP's numbers. */
export const HTTP_STATUS = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  MISDIRECTED_REQUEST: 421,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
} as const;

export type ErrorStatus = keyof typeof HTTP_STATUS;

/** One line of a package's table of errors. `audit` names the event to record after the rollback. */
export interface ErrorRow {
  readonly status: ErrorStatus;
  readonly says: string;
  readonly audit?: string;
}

/** What a client may read beside the code. Never a secret, never SQL. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** What a remembered refusal is about, where the actor of the request does not say it. Never sent to a client. */
export interface ErrorSubject {
  readonly actorId?: string | null;
  readonly organizationId?: string | null;
  readonly target?: string;
  /** Why, where the client is told less. */
  readonly reason?: string;
}

/** A refused command: the one class that this house throws on purpose. */
export class AppError<Code extends string = string> extends Error {
  override readonly name = "AppError";
  readonly code: Code;
  readonly status: ErrorStatus;
  readonly audit: string | undefined;
  readonly details: ErrorDetails;
  readonly subject: ErrorSubject;

  constructor(code: Code, row: ErrorRow, details: ErrorDetails = {}, subject: ErrorSubject = {}) {
    super(row.says);
    this.code = code;
    this.status = row.status;
    this.audit = row.audit;
    this.details = details;
    this.subject = subject;
  }

  /** The same refusal with more for the client to read. */
  withDetails(details: ErrorDetails): AppError<Code> {
    const { status, message: says, audit } = this;
    return new AppError(
      this.code,
      { status, says, ...(audit !== undefined && { audit }) },
      { ...this.details, ...details },
      this.subject,
    );
  }
}

/**
 * Makes a package's refusals from its table of errors.
 *
 * @param table code to status, sentence and, where a refusal must be remembered, event
 * @returns `refusal(code, details?, subject?)`, which builds (and does not throw) the `AppError`
 */
export function defineErrors<const Table extends Record<string, ErrorRow>>(table: Table) {
  return <Code extends keyof Table & string>(
    code: Code,
    details?: ErrorDetails,
    subject?: ErrorSubject,
  ): AppError<Code> => new AppError(code, table[code] as ErrorRow, details, subject);
}
