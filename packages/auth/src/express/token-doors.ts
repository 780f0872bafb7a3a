import { AppError, HTTP_STATUS } from "@gatehouse/kernel";
import { addressKey } from "@gatehouse/limits";
import express, { type Request, type RequestHandler, type Response, Router } from "express";
import { SIGNING_KEYS } from "../config.ts";
import type { Auth } from "../server.ts";
import { refusalOf } from "../trpc/errors.ts";
import { refusalHeaders } from "./refuse.ts";
import { requestIdOf } from "./request-id.ts";
import { requestInfoOf } from "./request-info.ts";

/** RFC 6749 section 5.2, and `temporarily_unavailable` of section 4.1.2.1 for what is no fault of the request. */
type OAuthError =
  | "invalid_request"
  | "invalid_grant"
  | "unsupported_grant_type"
  | "temporarily_unavailable"
  | "server_error";

const MAX_BODY_BYTES = 16_384;
const FORM = "application/x-www-form-urlencoded";

function refuseGrant(res: Response, status: number, error: OAuthError, description: string): void {
  res.status(status).json({ error, error_description: description });
}

/** What the request wants, or the error that it gets. A parameter may stand once: RFC 6749 section 3.2. */
function readForm(body: unknown): { refreshToken: string } | { error: OAuthError; description: string } {
  const form = new URLSearchParams(typeof body === "string" ? body : "");
  const invalid = (description: string) => ({ error: "invalid_request" as const, description });
  if ([...new Set(form.keys())].some((name) => form.getAll(name).length > 1)) {
    return invalid("A parameter stands twice.");
  }
  const grantType = form.get("grant_type");
  if (!grantType) return invalid("Name the grant_type.");
  if (grantType !== "refresh_token") {
    return { error: "unsupported_grant_type", description: "Send the grant refresh_token." };
  }
  const refreshToken = form.get("refresh_token");
  return refreshToken ? { refreshToken } : invalid("Send the refresh_token.");
}

/** No cookie counts here, so nothing can be forged; yet no page of another origin has any business at this door. */
function formsAlone(origin: string): RequestHandler {
  return (req, res, next) => {
    const { origin: from, "sec-fetch-site": site } = req.headers;
    const isOurs =
      (site === undefined || site === "same-origin" || site === "none") && (from === undefined || from === origin);
    res.set({ "Cache-Control": "no-store", Pragma: "no-cache" });
    if (!isOurs) refuseGrant(res, 403, "invalid_request", "This request came from another site.");
    else if (req.method !== "POST") {
      res.setHeader("Allow", "POST");
      refuseGrant(res, 405, "invalid_request", "Send a POST.");
    } else if (!req.is(FORM)) refuseGrant(res, 415, "invalid_request", `Send ${FORM}.`);
    else next();
  };
}

/** The word of RFC 6749 for one of our refusals. */
function wordOf({ code, status }: AppError): OAuthError {
  if (code === "token.refresh_invalid") return "invalid_grant";
  if (status === "TOO_MANY_REQUESTS" || status === "SERVICE_UNAVAILABLE") return "temporarily_unavailable";
  return HTTP_STATUS[status] >= 500 ? "server_error" : "invalid_request";
}

interface TokenDoors<Permission extends string> {
  readonly auth: Auth<Permission>;
  /** `APP_ORIGIN`. */
  readonly origin: string;
  /** Told of faults that the client is not told of. */
  readonly onFault: (error: unknown, requestId: string) => void;
}

/**
 * `/oauth/token`, where a refresh token becomes new tokens, and `/.well-known/jwks.json`, by which anybody verifies them.
 *
 * @see RFC 6749 sections 5 and 6; RFC 7517 section 5
 */
export function tokenDoors<Permission extends string>({ auth, origin, onFault }: TokenDoors<Permission>): Router {
  const { refresh, limits, signingKeys } = auth;

  async function grant(req: Request, res: Response): Promise<void> {
    await limits.spend("refreshByIp", addressKey(req.ip ?? null));
    const wanted = readForm(req.body);
    if ("error" in wanted) return refuseGrant(res, 400, wanted.error, wanted.description);
    const { accessToken, refreshToken, expiresIn } = await refresh.refresh(requestInfoOf(req), wanted.refreshToken);
    res.json({ access_token: accessToken, token_type: "Bearer", expires_in: expiresIn, refresh_token: refreshToken });
  }

  const router = Router();
  router.get("/.well-known/jwks.json", async (_req, res) => {
    const keys = await signingKeys.published();
    res.setHeader("Cache-Control", `public, max-age=${SIGNING_KEYS.publishedSeconds}`);
    res.type("application/jwk-set+json").send(JSON.stringify(keys));
  });
  router.all("/oauth/token", formsAlone(origin), express.text({ type: FORM, limit: MAX_BODY_BYTES }), grant);
  router.use("/oauth/token", (error: unknown, req: Request, res: Response, _next: unknown) => {
    // The body parser's own refusals carry a status: too large, another charset, cut short.
    const { status } = error as { status?: unknown };
    if (!(error instanceof AppError) && typeof status === "number" && status < 500) {
      return refuseGrant(res, status, "invalid_request", "The body cannot be read.");
    }
    const refused = refusalOf(error, (fault) => onFault(fault, requestIdOf(req)));
    res.set(refusalHeaders(refused));
    refuseGrant(res, HTTP_STATUS[refused.status], wordOf(refused), refused.message);
  });
  return router;
}
