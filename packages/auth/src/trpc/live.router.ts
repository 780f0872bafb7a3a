import { tracked } from "@trpc/server";
import { z } from "zod";
import type { Auth } from "../server.ts";
import { refusalOf, toTrpcError } from "./errors.ts";
import { router } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

const MAX_DIGITS = 15;

/** `after` where a client begins; `lastEventId` is what the transport adds when it connects anew, and is newer. */
const followInput = z
  .strictObject({
    after: z.int().min(0).optional(),
    lastEventId: z.string().max(MAX_DIGITS).regex(/^\d+$/).optional(),
  })
  .optional();

/** live.*: what changes, for one browser, in every organization of the person. */
export const createLiveRouter = ({ live }: Auth, { protectedProcedure }: OwnGuards) =>
  router({
    updates: protectedProcedure.input(followInput).subscription(async function* ({ ctx, input, signal }) {
      const { door, actor } = ctx;
      const { after = null, lastEventId } = input ?? {};
      const from = lastEventId === undefined ? after : Number(lastEventId);
      const listening = signal ?? new AbortController().signal;
      try {
        const told = live.follow({ request: door.request, actor, after: from, signal: listening });
        for await (const { number, note } of told) yield tracked(String(number), note);
      } catch (thrown) {
        throw toTrpcError(refusalOf(thrown, door.onFault));
      }
    }),
  });
