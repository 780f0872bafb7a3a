import { z } from "zod";
import { nameInput, noInput } from "../input.ts";
import { assertionInput, passkeyIdInput, registrationInput } from "../mfa/webauthn-json.ts";
import { pageInput } from "../page.ts";
import type { Auth } from "../server.ts";
import { settle } from "./auth.router.ts";
import type { Door } from "./door.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

/** Gives the browser the token of its ceremony, and the client the options. */
async function give<Options>(
  { setCookie }: Door,
  { options, browser }: { options: Options; browser: string },
): Promise<Options> {
  await setCookie("ceremony", browser);
  return options;
}

/** passkey.*: adding passkeys, and signing in with them. */
export function createPasskeyRouter(auth: Auth, { publicProcedure, protectedProcedure }: OwnGuards) {
  const { passkeys, passkeyRegistration, passkeySignIn } = auth;
  return router({
    list: protectedProcedure.meta({ impersonation: "closed" }).input(pageInput).query(transact(passkeys.list)),
    beginRegistration: protectedProcedure
      .meta({ stepUp: true, limit: "passkeyCeremony" })
      .input(noInput)
      .mutation(async ({ ctx }) =>
        give(ctx.door, await ctx.begin((work) => passkeyRegistration.begin(work, ctx.door.ceremony))),
      ),
    finishRegistration: protectedProcedure
      .input(registrationInput)
      .mutation(async ({ ctx: { door, actor }, input }) => {
        const { passkey, recoveryCodes, token } = await passkeyRegistration.finish(
          door.request,
          actor,
          door.ceremony,
          input,
        );
        await door.setCookie("session", token);
        await door.setCookie("ceremony", null);
        return { passkey, ...(recoveryCodes && { recoveryCodes }) };
      }),
    rename: protectedProcedure
      .input(z.strictObject({ passkeyId: passkeyIdInput, name: nameInput }))
      .mutation(transact(passkeys.rename)),
    remove: protectedProcedure
      .meta({ stepUp: true })
      .input(z.strictObject({ passkeyId: passkeyIdInput }))
      .mutation(transact(passkeys.remove)),
    beginSignIn: publicProcedure
      .meta({ limit: "passkeyCeremony" })
      .input(noInput)
      .mutation(async ({ ctx }) => give(ctx.door, await ctx.begin((work) => passkeySignIn.begin(work, ctx.door)))),
    finishSignIn: publicProcedure
      .meta({ limit: "signInByIp" })
      .input(assertionInput)
      .mutation(async ({ ctx: { door }, input }) => {
        const assurance = await passkeySignIn.finish(door.request, door.actor, door, input);
        await door.setCookie("ceremony", null);
        return settle(door, assurance);
      }),
    beginStepUp: protectedProcedure
      .meta({ limit: "passkeyCeremony" })
      .input(noInput)
      .mutation(async ({ ctx }) =>
        give(ctx.door, await ctx.begin((work) => passkeySignIn.beginStepUp(work, ctx.door.ceremony))),
      ),
    finishStepUp: protectedProcedure.input(assertionInput).mutation(async ({ ctx: { door, actor }, input }) => {
      const { token, freshUntil } = await passkeySignIn.finishStepUp(door.request, actor, door.ceremony, input);
      await door.setCookie("session", token);
      await door.setCookie("ceremony", null);
      return { freshUntil: freshUntil.toISOString() };
    }),
  });
}
