import { type AppError, HTTP_STATUS } from "@gatehouse/kernel";
import type { Request, Response } from "express";
import { requestIdOf } from "./request-id.ts";

/** Answers a request that never reached tRPC, in the shape of tRPC's own errors. */
export function refuse(req: Request, res: Response, error: AppError): void {
  const httpStatus = HTTP_STATUS[error.status];
  const { retryAfterSeconds } = error.details;
  if (typeof retryAfterSeconds === "number") res.setHeader("Retry-After", String(retryAfterSeconds));
  res.setHeader("Cache-Control", "no-store");
  res.status(httpStatus).json({
    error: {
      message: error.message,
      data: { ...error.details, code: error.status, httpStatus, appCode: error.code, requestId: requestIdOf(req) },
    },
  });
}
