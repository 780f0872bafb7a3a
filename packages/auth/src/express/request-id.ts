import { randomUUID } from "node:crypto";
import type { Request, RequestHandler } from "express";

const ids = new WeakMap<Request, string>();

/** The id of this request: in every error, in the log and in the audit. Ours alone: a caller's own header is not taken over. */
export function requestIdOf(req: Request): string {
  const known = ids.get(req);
  if (known !== undefined) return known;
  const id = randomUUID();
  ids.set(req, id);
  return id;
}

/** Answers every request with `X-Request-Id`. */
export const requestId: RequestHandler = (req, res, next) => {
  res.setHeader("X-Request-Id", requestIdOf(req));
  next();
};
