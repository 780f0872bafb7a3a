import { join, resolve } from "node:path";
import express, { Router } from "express";

const BUILT = resolve(import.meta.dirname, "../../../dashboard/dist");
const ONE_YEAR = { immutable: true, maxAge: "1y", index: false } as const;

/** Production: the built dashboard on the API's own origin. Files with a hash in their name are kept for a year. */
export function dashboardDoor(root: string = BUILT): Router {
  const router = Router();
  router.use("/assets", express.static(join(root, "assets"), ONE_YEAR));
  router.use(express.static(root, { index: false }));
  router.get("/{*page}", (req, res, next) => {
    if (!req.accepts("html")) return next();
    res.setHeader("Cache-Control", "no-store");
    res.sendFile(join(root, "index.html"));
  });
  return router;
}
