import { type AppError, HTTP_STATUS } from "@gatehouse/kernel";
import type { Request, Response } from "express";
import { requestIdOf } from "./request-id.ts";

/**
 * The headers that go with a refusal: when to come back and, over a limit, which one.
 *
 * @see RFC 9110 section 10.2.3; draft-ietf-httpapi-ratelimit-headers
 */
export function refusalHeaders({ details: { limit, retryAfterSeconds } }: AppError): Record<string, string> {
  if (typeof retryAfterSeconds !== "number") return {};
  const wait = String(retryAfterSeconds);
  if (typeof limit !== "number") return { "Retry-After": wait };
  return { "Retry-After": wait, "RateLimit-Limit": String(limit), "RateLimit-Remaining": "0", "RateLimit-Reset": wait };
}

/** Answers a request that never reached tRPC, in the shape of tRPC's own errors. */
export function refuse(req: Request, res: Response, error: AppError): void {
  const httpStatus = HTTP_STATUS[error.status];
  res.set(refusalHeaders(error));
  res.setHeader("Cache-Control", "no-store");
  res.status(httpStatus).json({
    error: {
      message: error.message,
      data: { ...error.details, code: error.status, httpStatus, appCode: error.code, requestId: requestIdOf(req) },
    },
  });
}
