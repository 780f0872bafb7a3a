import { isIP } from "node:net";
import type { RequestInfo } from "@gatehouse/db";
import type { Request } from "express";
import { requestIdOf } from "./request-id.ts";

const MAX_USER_AGENT = 512;

/** Where a request came from, as the audit may know it. */
export const requestInfoOf = (req: Request): RequestInfo => ({
  id: requestIdOf(req),
  // A proxy that is trusted by mistake hands on whatever it was sent.
  ip: isIP(req.ip ?? "") === 0 ? null : (req.ip ?? null),
  userAgent: req.headers["user-agent"]?.slice(0, MAX_USER_AGENT) ?? null,
});
