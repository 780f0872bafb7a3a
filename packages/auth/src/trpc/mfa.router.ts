import { z } from "zod";
import { codeInput, noInput } from "../input.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

/** mfa.*: second factors. */
export const createMfaRouter = ({ mfa }: Auth, { protectedProcedure }: OwnGuards) =>
  router({
    status: protectedProcedure.meta({ impersonation: "closed" }).input(noInput).query(transact(mfa.status)),
    beginTotp: protectedProcedure.meta({ stepUp: true }).input(noInput).mutation(transact(mfa.beginTotp)),
    confirmTotp: protectedProcedure.input(z.strictObject({ code: codeInput })).mutation(async ({ ctx, input }) => {
      const { recoveryCodes, token } = await mfa.confirmTotp(ctx.door.request, ctx.actor, input.code);
      await ctx.door.setCookie("session", token);
      return { recoveryCodes };
    }),
    removeTotp: protectedProcedure.meta({ stepUp: true }).input(noInput).mutation(transact(mfa.removeTotp)),
    regenerateRecoveryCodes: protectedProcedure
      .meta({ stepUp: true })
      .input(noInput)
      .mutation(transact(mfa.regenerateRecoveryCodes)),
  });
