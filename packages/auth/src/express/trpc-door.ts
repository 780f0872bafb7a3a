import { AppError } from "@gatehouse/kernel";
import type { AnyRouter, TRPCError } from "@trpc/server";
import { createExpressMiddleware } from "@trpc/server/adapters/express";
import type { RequestHandler } from "express";
import type { Auth } from "../server.ts";
import { nameRequest } from "../trpc/errors.ts";
import { createContext } from "./context.ts";
import { MAX_BATCH } from "./origin.ts";
import { requestIdOf } from "./request-id.ts";

/** 1 MB. */
const MAX_BODY_BYTES = 1_000_000;

/** The longest wait that the errors of an answer ask for, in whole seconds. */
function retryAfterOf(errors: readonly TRPCError[]): number | undefined {
  const waits = errors.map(({ cause }) => (cause instanceof AppError ? cause.details.retryAfterSeconds : undefined));
  const known = waits.filter((wait) => typeof wait === "number");
  return known.length > 0 ? Math.max(...known) : undefined;
}

/**
 * tRPC's Express adapter as this package needs it, behind `trpcGate`: bounded bodies and batches, `Cache-Control: no-store`,
 * `Retry-After`, and a request id in errors that come before there is a context.
 *
 * @param router made of the guards' builders, so that its context is a `GateContext`
 * @param onFault told of faults that the client is not told of
 */
export const trpcDoor = <Permission extends string>(
  router: AnyRouter,
  auth: Auth<Permission>,
  onFault: (error: unknown, requestId: string) => void,
): RequestHandler =>
  createExpressMiddleware({
    router,
    createContext: createContext(auth, onFault),
    maxBodySize: MAX_BODY_BYTES,
    maxBatchSize: MAX_BATCH,
    onError: ({ error, req }) => nameRequest(error, requestIdOf(req)),
    responseMeta({ errors, eagerGeneration }) {
      const seconds = retryAfterOf(errors);
      const headers: Record<string, string> = { "Cache-Control": "no-store" };
      if (seconds !== undefined) headers["Retry-After"] = String(seconds);
      // Without this an error from before the context is sent as text.
      if (errors.length > 0 && !eagerGeneration) headers["Content-Type"] = "application/json";
      return { headers };
    },
  });
