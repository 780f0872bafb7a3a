import type { Auth } from "@gatehouse/auth/server";
import { createContext, type OriginRule, refusalHeaders, refuse, requestId, requestIdOf, requireHost, tokenDoors, trpcGate } from "@gatehouse/auth/express";
import { refusalOf } from "@gatehouse/auth/trpc";
import { AppError } from "@gatehouse/kernel";
import type { Mailbox } from "@gatehouse/mail";
import { createExpressMiddleware } from "@trpc/server/adapters/express";
import express, { type ErrorRequestHandler, type Express } from "express";
import { healthDoors, type Readiness } from "./doors/health.ts";
import { mailboxDoor } from "./doors/mailbox.ts";
import { dashboardDoor } from "./doors/dashboard.ts";
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

/** 1 MB. */
const MAX_BODY_BYTES = 1_000_000;
const MAX_BATCH = 10;

/** The HTTP side of the house: what every request passes, then its doors. */
export function createApp({ auth, readiness, log, origin, trustProxy, mailbox }: AppDeps): Express {
  const app = express();
  app.disable("x-powered-by").disable("etag").set("query parser", false).set("trust proxy", trustProxy);
  app.use(requestId, securityHeaders(origin), requestLog(log));
  app.use(healthDoors(readiness));
  app.use(requireHost(origin));
  app.use("/trpc", trpcGate(origin), trpcDoor(auth, log));
  app.use(tokenDoors({ auth, origin: origin.origin, onFault: faultsTo(log) }));
  if (mailbox) app.use("/dev/mailbox", mailboxDoor(mailbox));
  if (!origin.development) app.use(dashboardDoor());
  app.use((req, res) => refuse(req, res, notFound));
  app.use(faultDoor(log));
  return app;
}

const notFound = new AppError("request.not_found", { status: "NOT_FOUND", says: "There is nothing here." });

const faultsTo = (log: Log) => (error: unknown, requestId: string) => log.error({ err: error, requestId }, "fault");

function trpcDoor(auth: Auth<Permission>, log: Log) {
  return createExpressMiddleware({
    router: createRouter(auth),
    createContext: createContext(auth, faultsTo(log)),
    maxBodySize: MAX_BODY_BYTES,
    maxBatchSize: MAX_BATCH,
    responseMeta: ({ errors }) => {
      const waits = errors.flatMap(({ cause }) => (cause instanceof AppError ? [refusalHeaders(cause)] : []));
      const longest = waits.sort((a, b) => Number(b["Retry-After"] ?? 0) - Number(a["Retry-After"] ?? 0))[0];
      return { headers: { "Cache-Control": "no-store", ...longest } };
    },
  });
}

/** The translator for the doors that are not tRPC. */
function faultDoor(log: Log): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (res.headersSent) return next(error);
    refuse(req, res, refusalOf(error, (fault) => log.error({ err: fault, requestId: requestIdOf(req) }, "fault")));
  };
}
