import { append } from "@gatehouse/audit";
import { AppError, type ErrorStatus, HTTP_STATUS } from "@gatehouse/kernel";
import { type TRPC_ERROR_CODE_KEY, TRPCError } from "@trpc/server";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import { z } from "zod";
import { refusal } from "../errors.ts";
import { instancePermissions } from "../instance/permissions.ts";
import type { Door, GateContext } from "./door.ts";

/**
 * PostgreSQL's and the socket's codes for "the database is not there" (57P: shutdown, crash, not yet up), and for a work that waited too long
 * for a lock (55P03) or stood still for too long (25P03): whoever tries again is likely to get through.
 */
const AWAY =
  /^(57P0[1-5]|55P03|25P03|08\w{3}|53300|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CONNECT_TIMEOUT|CONNECTION_\w+)$/;

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause } = error as Error & { code?: unknown };
  return (typeof code === "string" && AWAY.test(code)) || isAway(cause);
}

const fieldErrorsOf = (error: z.core.$ZodError): Record<string, string[] | undefined> => {
  const { fieldErrors, formErrors } = z.flattenError(error);
  return formErrors.length > 0 ? { ...fieldErrors, "": formErrors } : fieldErrors;
};

/** tRPC's own refusals, in our words. Whatever is not listed is a fault. */
function fromFramework({ code, cause }: TRPCError): AppError | null {
  // Any other code with such a cause is about what we answer, not about what was asked.
  if (code === "BAD_REQUEST" && cause instanceof z.core.$ZodError) {
    return refusal("request.invalid", { fieldErrors: fieldErrorsOf(cause) });
  }
  if (code === "BAD_REQUEST" || code === "PARSE_ERROR") return refusal("request.invalid");
  if (code === "NOT_FOUND") return refusal("request.not_found");
  if (code === "METHOD_NOT_SUPPORTED") return refusal("request.method_wrong");
  if (code === "PAYLOAD_TOO_LARGE") return refusal("request.too_large");
  if (code === "UNSUPPORTED_MEDIA_TYPE") return refusal("request.media_type");
  return null;
}

/**
 * The one translator: whatever was thrown becomes a refusal that a client may read. Each door of the house uses it.
 *
 * @param onFault told of what is a fault of ours; the client is told nothing of it
 */
export function refusalOf(thrown: unknown, onFault: (error: unknown) => void): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof TRPCError) {
    if (thrown.cause instanceof AppError) return thrown.cause;
    const known = fromFramework(thrown);
    if (known) return known;
    if (thrown.cause !== undefined) return refusalOf(thrown.cause, onFault);
  }
  if (isAway(thrown)) return refusal("server.unavailable");
  onFault(thrown);
  return refusal("server.fault");
}

/** A refusal as tRPC carries it. */
export const toTrpcError = (error: AppError): TRPCError =>
  new TRPCError({ code: trpcCode(error.status), message: error.message, cause: error });

const trpcCode = (status: ErrorStatus): TRPC_ERROR_CODE_KEY =>
  status === "MISDIRECTED_REQUEST" ? "BAD_REQUEST" : status;

/**
 * Writes a refusal that must be remembered into the log, after the rollback, in a transaction of its own. Where the refusal
 * names its subject, nobody included, the caller is not put in its place: a guess at an address without an account would
 * stand in the guesser's own log, and tell.
 */
export async function rememberRefusal(door: Door, error: AppError, organizationId: string | null): Promise<void> {
  const { audit, subject, code } = error;
  const { reason, ...who } = subject;
  if (audit === undefined) return;
  const asker = door.key ?? door.actor;
  await door.db.work(door.request, (work) =>
    append(work, audit, {
      outcome: "refused",
      actorId: asker?.userId ?? null,
      organizationId: organizationId ?? asker?.personalOrganizationId ?? null,
      ...who,
      detail: {
        code,
        ...(error.details.missing !== undefined && { missing: error.details.missing }),
        ...(reason !== undefined && { reason }),
        ...(asker?.keyId !== undefined && { keyId: asker.keyId }),
      },
    }),
  );
}

/** Requests of errors that came before the context, which names the request otherwise. */
const requests = new WeakMap<TRPCError, string>();

/** Says to which request an error belongs, for `onError` of tRPC's adapter: some arise before there is a context. */
export const nameRequest = (error: TRPCError, requestId: string): void => void requests.set(error, requestId);

/** What stands on the wire under `error.data`. */
export interface ErrorData {
  readonly code: string;
  readonly httpStatus: number;
  readonly path: string | undefined;
  readonly appCode: string;
  readonly requestId: string | null;
  readonly [detail: string]: unknown;
}

interface Shape {
  readonly shape: { readonly code: number; readonly message: string; readonly data: { readonly path?: string } };
  readonly error: TRPCError;
  readonly ctx: GateContext | undefined;
}

/** A procedure that there is for nearly nobody does not show by the wrong method either. */
const isOfInstallation = (path: string | undefined, ctx: GateContext | undefined): boolean =>
  Object.hasOwn(instancePermissions, ctx?.door.table.procedures.find((row) => row.path === path)?.access ?? "");

/** The error shape of every host: `appCode`, `requestId` and declared details, and nothing else. For `initTRPC`'s `errorFormatter`. */
export function formatError({ shape, error, ctx }: Shape): { code: number; message: string; data: ErrorData } {
  const told = refusalOf(error, (fault) => ctx?.door.onFault(fault));
  const isHidden = told.code === "request.method_wrong" && isOfInstallation(shape.data.path, ctx);
  const refused = isHidden ? refusal("request.not_found") : told;
  return {
    code: isHidden ? TRPC_ERROR_CODES_BY_KEY.NOT_FOUND : shape.code,
    message: refused.message,
    data: {
      ...refused.details,
      code: trpcCode(refused.status),
      httpStatus: HTTP_STATUS[refused.status],
      path: shape.data.path,
      appCode: refused.code,
      requestId: ctx?.door.request.id ?? requests.get(error) ?? null,
    },
  };
}
