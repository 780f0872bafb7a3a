import {
  type OriginRule,
  refusal,
  refuse,
  requestId,
  requestIdOf,
  requireHost,
  tokenDoors,
  trpcDoor,
  trpcGate,
} from "@gatehouse/auth/express";
import type { Auth } from "@gatehouse/auth/server";
import { refusalOf } from "@gatehouse/auth/trpc";
import type { AppError } from "@gatehouse/kernel";
import type { Mailbox } from "@gatehouse/mail";
import express, { type ErrorRequestHandler, type Express } from "express";
import { dashboardDoor } from "./doors/dashboard.ts";
import { doorsOf } from "./doors/doors.ts";
import { downloadsDoor } from "./doors/downloads.ts";
import { healthDoors, type Readiness } from "./doors/health.ts";
import { mailboxDoor } from "./doors/mailbox.ts";
import { securityHeaders } from "./headers.ts";
import { type Log, requestLog } from "./log.ts";
import type { Permission } from "./policy.ts";
import { createRouter } from "./router.ts";

/** What the doors stand on. */
export interface AppDeps {
  readonly auth: Auth<Permission>;
  readonly readiness: Readiness;
  readonly log: Log;
  readonly origin: OriginRule;
  readonly trustProxy: number | string[] | false;
  /** Development only: where the mail goes that is not sent. */
  readonly mailbox: Mailbox | null;
}

/** The HTTP side of the house: what every request passes, then its doors. */
export function createApp({ auth, readiness, log, origin, trustProxy, mailbox }: AppDeps): Express {
  const onFault = (error: unknown, requestId: string) => log.error({ err: error, requestId }, "fault");
  const app = express();
  app.disable("x-powered-by").disable("etag").set("query parser", false).set("trust proxy", trustProxy);
  app.use(requestId, securityHeaders(origin), requestLog(log));
  app.use(healthDoors(readiness));
  app.use(requireHost(origin));
  app.use("/trpc", trpcGate(origin), trpcDoor(createRouter(auth), auth, onFault, doorsOf(origin)));
  app.use(tokenDoors({ auth, origin: origin.origin, onFault }));
  app.use("/downloads", downloadsDoor(auth));
  if (mailbox) app.use("/dev/mailbox", mailboxDoor(mailbox));
  if (!origin.development) app.use(dashboardDoor());
  app.use((req, res) => refuse(req, res, refusal("request.not_found")));
  app.use(faultDoor(onFault));
  return app;
}

/** What Express and its parsers say of a request that is at fault: a status of 4xx on the error. */
function fromExpress(error: unknown): AppError | null {
  const status = (error as { status?: unknown } | null)?.status;
  if (typeof status !== "number" || status < 400 || status > 499) return null;
  return refusal(status === 404 ? "request.not_found" : "request.invalid");
}

/** The translator for the doors that are not tRPC. */
function faultDoor(onFault: (error: unknown, requestId: string) => void): ErrorRequestHandler {
  return (error, req, res, _next) => {
    const refused = fromExpress(error) ?? refusalOf(error, (fault) => onFault(fault, requestIdOf(req)));
    if (!res.headersSent) return refuse(req, res, refused);
    // What broke off on its way must not look whole.
    res.destroy();
  };
}
