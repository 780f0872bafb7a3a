import { z } from "zod";
import { passwordInput } from "../input.ts";
import type { Auth } from "../server.ts";
import { router } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

/** account.*: what a person changes of their own account. */
export const createAccountRouter = ({ passwordChange }: Auth, { protectedProcedure }: OwnGuards) =>
  router({
    changePassword: protectedProcedure
      .meta({ stepUp: true })
      .input(z.strictObject({ currentPassword: passwordInput, newPassword: passwordInput }))
      .mutation(({ ctx, input }) => passwordChange.change(ctx.door.request, ctx.actor, input)),
  });
