import type { Mailbox } from "@gatehouse/mail";
import { Router } from "express";

/** `/dev/mailbox`, development only: GET lists the mail, newest first, `?to=` filters; DELETE empties it. */
export function mailboxDoor(mailbox: Mailbox): Router {
  const router = Router();
  router.get("/", async (req, res) => {
    const to = new URL(req.originalUrl, "http://localhost").searchParams.get("to");
    res.setHeader("Cache-Control", "no-store");
    res.json(await mailbox.list(to ?? undefined));
  });
  router.delete("/", async (_req, res) => {
    await mailbox.clear();
    res.status(204).end();
  });
  return router;
}
