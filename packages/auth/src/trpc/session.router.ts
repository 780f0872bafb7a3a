import { z } from "zod";
import { idInput, noInput } from "../input.ts";
import { pageInput } from "../page.ts";
import type { Auth } from "../server.ts";
import type { CurrentSession } from "../users/current.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

/** session.*: who is signed in, and where. */
export const createSessionRouter = <Permission extends string>(
  { account, sessions }: Auth<Permission>,
  { publicProcedure, protectedProcedure }: OwnGuards,
) =>
  router({
    current: publicProcedure.input(noInput).query(async ({ ctx }): Promise<CurrentSession<Permission> | null> => {
      const { actor, db, request } = ctx.door;
      return actor && db.userWork(request, actor, account.current<Permission>);
    }),
    // Where the person is signed in is what the person alone sees and ends.
    list: protectedProcedure.meta({ impersonation: "closed" }).input(pageInput).query(transact(sessions.list)),
    revoke: protectedProcedure.input(z.strictObject({ sessionId: idInput })).mutation(transact(sessions.revoke)),
    revokeOthers: protectedProcedure.input(noInput).mutation(transact(sessions.revokeOthers)),
  });
