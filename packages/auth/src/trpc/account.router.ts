import { z } from "zod";
import { emailInput, noInput, passwordInput, profileInput, tokenInput } from "../input.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

const link = z.strictObject({ token: tokenInput });

/** account.*: what a person changes of their own account, and the links that confirm or take it back. */
export function createAccountRouter(auth: Auth, { publicProcedure, protectedProcedure }: OwnGuards) {
  const { account, factorResets, limits, passwordChange } = auth;
  return router({
    updateProfile: protectedProcedure.input(profileInput).mutation(transact(account.updateProfile)),
    changePassword: protectedProcedure
      .meta({ stepUp: true })
      .input(z.strictObject({ currentPassword: passwordInput, newPassword: passwordInput }))
      .mutation(({ ctx, input }) => passwordChange.change(ctx.door.request, ctx.actor, input)),
    requestEmailChange: protectedProcedure
      .meta({ stepUp: true })
      .input(z.strictObject({ email: emailInput }))
      .mutation(({ ctx, input }) => account.emailChange.request(ctx.door.request, ctx.actor, input)),
    confirmEmailChange: publicProcedure
      .meta({ limit: "openLink" })
      .input(link)
      .mutation(transact(account.emailChange.confirm)),
    cancelEmailChange: publicProcedure
      .meta({ limit: "openLink" })
      .input(link)
      .mutation(transact(account.emailChange.cancel)),
    cancelFactorReset: publicProcedure.meta({ limit: "openLink" }).input(link).mutation(transact(factorResets.cancel)),
    export: protectedProcedure
      .meta({ stepUp: true })
      .input(noInput)
      .mutation(async ({ ctx }) => {
        await limits.spend("export", ctx.actor.userId);
        return ctx.begin(account.export);
      }),
    delete: protectedProcedure
      .meta({ stepUp: true })
      .input(z.strictObject({ confirm: emailInput }))
      .mutation(async ({ ctx, input }) => {
        const deleting = await ctx.begin((work) => account.deletion.request(work, input));
        await ctx.door.setCookie("session", null);
        return deleting;
      }),
  });
}
