import type { Request, RequestHandler } from "express";
import { REQUEST } from "../config.ts";
import { refusal } from "../errors.ts";
import { refuse } from "./refuse.ts";

/** Where the application lives, and whether loopback addresses count as it too. */
export interface OriginRule {
  /** `APP_ORIGIN`. */
  readonly origin: string;
  readonly development: boolean;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Refuses with 421 a `Host` that is neither `APP_ORIGIN`'s nor, in development, loopback: DNS rebinding ends here. */
export function requireHost({ origin, development }: OriginRule): RequestHandler {
  const ours = new URL(origin).host;
  const isLoopback = (host: string) =>
    URL.canParse(`http://${host}`) && LOOPBACK.has(new URL(`http://${host}`).hostname);
  return (req, res, next) => {
    const host = req.headers.host?.toLowerCase() ?? "";
    if (host === ours || (development && isLoopback(host))) next();
    else refuse(req, res, refusal("request.host_wrong"));
  };
}

/**
 * Whether a request may act for whoever its cookies name. What changes state, and what carries a cookie, must come from our own
 * pages: `Sec-Fetch-Site: same-origin` or, where that header is absent, an `Origin` equal to ours. A client that sends neither
 * passes without a cookie: queries always, mutations with a bearer.
 *
 * @see OWASP CSRF Prevention Cheat Sheet, Fetch Metadata
 */
function isAllowed(req: Request, origin: string): boolean {
  const { cookie, authorization, origin: from, "sec-fetch-site": site } = req.headers;
  const changes = req.method !== "GET" && req.method !== "HEAD";
  if (!changes && cookie === undefined) return true;
  if (site !== undefined) return site === "same-origin";
  if (from !== undefined) return from === origin;
  return cookie === undefined && authorization?.toLowerCase().startsWith("bearer ") === true;
}

const isJson = (req: Request): boolean =>
  req.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase() === "application/json";

/** tRPC's client sends no body with a mutation that takes no input; its server would fail to parse that as JSON. */
const isEmpty = ({ headers }: Request): boolean =>
  headers["transfer-encoding"] === undefined && (headers["content-length"] ?? "0") === "0";

/** The gate before `/trpc`: same origin, JSON and nothing else for mutations, at most `REQUEST.calls` calls a request. */
export function trpcGate({ origin }: OriginRule): RequestHandler {
  return (req, res, next) => {
    const isQuery = req.method === "GET" || req.method === "HEAD";
    if (!isAllowed(req, origin)) refuse(req, res, refusal("request.cross_site"));
    else if (!isQuery && req.method !== "POST") refuse(req, res, refusal("request.method_wrong"));
    else if (!isQuery && !isJson(req)) refuse(req, res, refusal("request.media_type"));
    else if (decodeURIComponentSafely(req.path).split(",").length > REQUEST.calls) {
      refuse(req, res, refusal("request.batch_too_large"));
    } else {
      if (!isQuery && isEmpty(req)) req.body = "{}";
      next();
    }
  };
}

function decodeURIComponentSafely(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
