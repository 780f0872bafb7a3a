import { z } from "zod";
import { emailInput, noInput, signInInput, signUpInput, tokenInput } from "../input.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

/** auth.*: from an address to a session, and out again. */
export const createAuthRouter = (
  { signUp, signIn, sessions, limits }: Auth,
  { publicProcedure, protectedProcedure }: OwnGuards,
) =>
  router({
    signUp: publicProcedure
      .meta({ limit: "signUp" })
      .input(signUpInput)
      .mutation(({ ctx, input }) => signUp.request(ctx.door.request, input)),
    verifyEmail: publicProcedure
      .meta({ limit: "verifyEmail" })
      .input(z.strictObject({ token: tokenInput }))
      .mutation(transact(signUp.verify)),
    resendVerification: publicProcedure
      .input(z.strictObject({ email: emailInput }))
      .mutation(async ({ ctx, input }) => {
        await limits.spend("resendVerification", input.email);
        return ctx.begin((work) => signUp.resend(work, input));
      }),
    signIn: publicProcedure
      .meta({ limit: "signInByIp" })
      .input(signInInput)
      .mutation(async ({ ctx, input }): Promise<{ status: "signedIn" }> => {
        ctx.door.setSession(await signIn.withPassword(ctx.door.request, ctx.door.actor, input));
        return { status: "signedIn" };
      }),
    signOut: protectedProcedure.input(noInput).mutation(async ({ ctx }) => {
      const answer = await ctx.begin(sessions.end);
      ctx.door.setSession(null);
      return answer;
    }),
  });
