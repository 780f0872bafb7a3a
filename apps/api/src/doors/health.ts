import type { Database } from "@gatehouse/db";
import { Router } from "express";

/** Whether this process should be sent requests. */
export interface Readiness {
  isReady(): Promise<boolean>;
  /** From now on: no. */
  drain(): void;
}

const DEADLINE_MS = 2_000;

/** Ready while the database answers within two seconds and nobody asked the process to stop. */
export function createReadiness({ sql }: Database): Readiness {
  let draining = false;
  const deadline = () => new Promise<boolean>((resolve) => setTimeout(resolve, DEADLINE_MS, false).unref());
  const asks = () =>
    sql`select 1`.then(
      () => true,
      () => false,
    );
  return {
    isReady: async () => !draining && (await Promise.race([asks(), deadline()])),
    drain() {
      draining = true;
    },
  };
}

/** `/healthz`: the process lives. `/readyz`: it should be sent requests. Both for any host, since a probe names none. */
export function healthDoors(readiness: Readiness): Router {
  const router = Router();
  router.get("/healthz", (_req, res) => void res.json({ status: "alive" }));
  router.get("/readyz", async (_req, res) => {
    const ready = await readiness.isReady();
    res.status(ready ? 200 : 503).json({ status: ready ? "ready" : "unavailable" });
  });
  return router;
}
