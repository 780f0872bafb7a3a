import { z } from "zod";
import { codeInput, emailInput, noInput, passwordInput, signInInput, signUpInput, tokenInput } from "../input.ts";
import type { Auth } from "../server.ts";
import type { Assurance } from "../sign-in/assurance.ts";
import type { Door } from "./door.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

/** What a sign-in answers. Tokens travel in cookies alone. */
export type SignInAnswer = { status: "signedIn" } | { status: "mfaRequired"; methods: readonly string[] };

/** Puts what a sign-in led to into the cookies. */
export async function settle({ setCookie, device }: Door, assurance: Assurance): Promise<SignInAnswer> {
  if (assurance.status === "mfaRequired") {
    await setCookie("session", null);
    await setCookie("challenge", assurance.challenge);
    return { status: "mfaRequired", methods: assurance.methods };
  }
  await setCookie("session", assurance.session);
  await setCookie("challenge", null);
  await setCookie("device", device);
  return { status: "signedIn" };
}

/** auth.*: from an address to a session, and out again. */
export function createAuthRouter(auth: Auth, { publicProcedure, protectedProcedure }: OwnGuards) {
  const { signUp, signIn, stepUp, reset, sessions, limits, notMe } = auth;
  return router({
    signUp: publicProcedure.input(signUpInput).mutation(({ ctx, input }) => signUp.request(ctx.door.request, input)),
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
      .mutation(async ({ ctx: { door }, input }) =>
        settle(door, await signIn.withPassword(door.request, door.actor, input)),
      ),
    completeMfa: publicProcedure
      .meta({ limit: "signInByIp" })
      .input(z.strictObject({ method: z.enum(["totp", "recoveryCode"]), code: codeInput }))
      .mutation(async ({ ctx: { door }, input }) =>
        settle(door, await signIn.withCode(door.request, door.challenge, input)),
      ),
    signOut: protectedProcedure
      .meta({ impersonation: "open" })
      .input(noInput)
      .mutation(async ({ ctx }) => {
        const answer = await ctx.begin(sessions.end);
        await ctx.door.setCookie("session", null);
        return answer;
      }),
    requestPasswordReset: publicProcedure
      .input(z.strictObject({ email: emailInput }))
      .mutation(async ({ ctx, input }) => {
        await limits.spend("resetByAddress", input.email);
        return ctx.begin((work) => reset.request(work, input));
      }),
    resetPassword: publicProcedure
      .meta({ limit: "resetPassword" })
      .input(z.strictObject({ token: tokenInput, password: passwordInput }))
      .mutation(({ ctx, input }) => reset.choose(ctx.door.request, input)),
    reportNotMe: publicProcedure
      .meta({ limit: "openLink" })
      .input(z.strictObject({ token: tokenInput }))
      .mutation(transact(notMe.report)),
    stepUp: protectedProcedure
      .input(z.strictObject({ method: z.enum(["password", "totp", "recoveryCode"]), secret: passwordInput }))
      .mutation(async ({ ctx, input }) => {
        const { token, freshUntil } = await stepUp.prove(ctx.door.request, ctx.actor, input);
        await ctx.door.setCookie("session", token);
        return { freshUntil: freshUntil.toISOString() };
      }),
  });
}
