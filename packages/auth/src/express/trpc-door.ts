import { AppError } from "@gatehouse/kernel";
import type { AnyRouter, TRPCError } from "@trpc/server";
import { createExpressMiddleware } from "@trpc/server/adapters/express";
import type { RequestHandler } from "express";
import type { DoorRow } from "../access/matrix.ts";
import { REQUEST } from "../config.ts";
import type { Auth } from "../server.ts";
import { accessTableOf } from "../trpc/access-table.ts";
import { nameRequest } from "../trpc/errors.ts";
import { createContext } from "./context.ts";
import { refusalHeaders } from "./refuse.ts";
import { requestIdOf } from "./request-id.ts";

/** The headers of the refusal that asks for the longest wait. */
function headersOf(errors: readonly TRPCError[]): Record<string, string> {
  const all = errors.flatMap(({ cause }) => (cause instanceof AppError ? [refusalHeaders(cause)] : []));
  const waitOf = (headers: Record<string, string>) => Number(headers["Retry-After"] ?? 0);
  return all.reduce((longest, each) => (waitOf(each) > waitOf(longest) ? each : longest), {});
}

/**
 * tRPC's Express adapter as this package needs it, behind `trpcGate`: bounded bodies and batches, `Cache-Control: no-store`,
 * `Retry-After` and RateLimit headers, and a request id in errors that come before there is a context.
 *
 * @param router made of the guards' builders, so that its context is a `GateContext`
 * @param onFault told of faults that the client is not told of
 * @param doors the host's other ways in, for whoever reads the matrix of access
 */
export const trpcDoor = <Permission extends string>(
  router: AnyRouter,
  auth: Auth<Permission>,
  onFault: (error: unknown, requestId: string) => void,
  doors: readonly DoorRow[] = [],
): RequestHandler =>
  createExpressMiddleware({
    router,
    createContext: createContext(auth, onFault, { procedures: accessTableOf(router), doors }),
    maxBodySize: REQUEST.bytes,
    maxBatchSize: REQUEST.calls,
    onError: ({ error, req }) => nameRequest(error, requestIdOf(req)),
    responseMeta({ errors, eagerGeneration }) {
      const headers: Record<string, string> = { "Cache-Control": "no-store", ...headersOf(errors) };
      // Without this an error from before the context is sent as text.
      if (errors.length > 0 && !eagerGeneration) headers["Content-Type"] = "application/json";
      return { headers };
    },
  });
