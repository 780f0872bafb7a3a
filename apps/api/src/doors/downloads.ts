import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { refuse, requestInfoOf } from "@gatehouse/auth/express";
import type { Auth } from "@gatehouse/auth/server";
import { AppError } from "@gatehouse/kernel";
import { Router } from "express";
import type { Permission } from "../policy.ts";

const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" } as const;

/** Node's word for a reader who went before the end: no fault of ours. */
const LEFT = "ERR_STREAM_PREMATURE_CLOSE";

const methodWrong = new AppError("request.method_wrong", {
  status: "METHOD_NOT_SUPPORTED",
  says: "A download is asked for by GET.",
});

/**
 * `/downloads?token=`: a copy of the log, once. The token stands in the query, which the request log leaves out. `X-Total-Lines` says
 * beforehand how many lines will come.
 */
export function downloadsDoor({ downloads }: Auth<Permission>): Router {
  const router = Router();
  // Only a GET spends the link: Express would send it a HEAD too.
  router.all("/", async (req, res) => {
    if (req.method !== "GET") {
      res.setHeader("Allow", "GET");
      return refuse(req, res, methodWrong);
    }
    const token = new URL(req.originalUrl, "http://localhost").searchParams.get("token") ?? "";
    const { organizationId, copy } = await downloads.open(requestInfoOf(req), token);
    res.attachment(`audit-${organizationId}.${copy.format}`);
    res.set({ "Cache-Control": "no-store", "Content-Type": TYPES[copy.format], "X-Total-Lines": String(copy.lines) });
    await pipeline(Readable.from(copy.pieces), res).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== LEFT) throw error;
    });
  });
  return router;
}
