import { requestIdOf } from "@gatehouse/auth/express";
import type { RequestHandler } from "express";
import pino, { type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/** Names under which a secret could reach the log. */
const REDACTED = ["password", "token", "secret", "authorization", "cookie", "apiKey", "code", "sealed", "digest"];
const paths = REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** JSON lines on stderr: stdout says when the process is ready, and no more. */
export const createLog = (level: string, destination: DestinationStream = pino.destination(2)): Log =>
  pino({ level, redact: { paths, censor: "[redacted]" }, base: null }, destination);

/**
 * One line a request: method, path without its query, status, time, and whether it broke off. Never a body or a header. Whoever leaves before
 * the answer is in the log like anybody else.
 */
export const requestLog =
  (log: Log): RequestHandler =>
  (req, res, next) => {
    const startedAt = performance.now();
    res.on("close", () => {
      const path = req.originalUrl.split("?", 1)[0];
      const ms = Math.round(performance.now() - startedAt);
      const broken = res.writableFinished ? {} : { broken: true };
      const { method } = req;
      log.info({ requestId: requestIdOf(req), method, path, status: res.statusCode, ms, ...broken }, "request");
    });
    next();
  };
