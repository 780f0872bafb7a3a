/** The names that tRPC gives to HTTP statuses, as far as this house uses them. */
export type ErrorStatus =
  | "BAD_REQUEST"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "METHOD_NOT_SUPPORTED"
  | "CONFLICT"
  | "PAYLOAD_TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "MISDIRECTED_REQUEST"
  | "TOO_MANY_REQUESTS"
  | "INTERNAL_SERVER_ERROR"
  | "SERVICE_UNAVAILABLE";

/** One line of a package's table of errors. `audit` names the event to record after the rollback. */
export interface ErrorRow {
  readonly status: ErrorStatus;
  readonly says: string;
  readonly audit?: string;
}

/** What a client may read beside the code. Never a secret, never SQL. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** Whom a remembered refusal is about, where the actor of the request does not say it. Never sent to a client. */
export interface ErrorSubject {
  readonly actorId?: string | null;
  readonly organizationId?: string | null;
  readonly target?: string;
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
}

/**
 * Makes a package's refusals from its table of errors.
 *
 * @param table code to status, sentence and, where a refusal must be remembered, event
 * @returns `refusal(code, details?, subject?)`, which builds (and does not throw) the `AppError`
 */
export function defineErrors<const Table extends Record<string, ErrorRow>>(table: Table) {
  return <Code extends keyof Table & string>(code: Code, details?: ErrorDetails, subject?: ErrorSubject): AppError<Code> =>
    new AppError(code, table[code] as ErrorRow, details, subject);
}
