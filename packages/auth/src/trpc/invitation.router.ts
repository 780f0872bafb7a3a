import { z } from "zod";
import { anyRoleKeyInput } from "../access/role-input.ts";
import { INVITATION } from "../config.ts";
import { emailInput, idInput, inOrganization, tokenInput } from "../input.ts";
import { page } from "../page.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

/** Longer than any address, so that what is none is named in the report. */
const MAX_TYPED = 500;
const role = anyRoleKeyInput;
const emails = z.array(z.string().max(MAX_TYPED)).min(1).max(INVITATION.atOnce);
const link = z.strictObject({ token: tokenInput });

/** Whoever is let in stays when whoever acted as somebody else is gone, and the invitation rests on the word of the person. */
const BY_THE_PERSON = { impersonation: "closed" } as const;

/** invitation.*: a guarded role asks for a step-up, which the slice demands, as the input and not the procedure decides it. */
export const createInvitationRouter = (
  { invitations }: Auth,
  { publicProcedure, protectedProcedure, permissionedProcedure }: OwnGuards,
) =>
  router({
    list: permissionedProcedure("member:invite").input(inOrganization(page)).query(transact(invitations.list)),
    create: permissionedProcedure("member:invite")
      .meta(BY_THE_PERSON)
      .input(inOrganization({ email: emailInput, role }))
      .mutation(({ ctx, input }) => invitations.create(ctx, input)),
    createMany: permissionedProcedure("member:invite")
      .meta(BY_THE_PERSON)
      .input(inOrganization({ emails, role }))
      .mutation(({ ctx, input }) => invitations.createMany(ctx, input)),
    resend: permissionedProcedure("member:invite")
      .meta(BY_THE_PERSON)
      .input(inOrganization({ invitationId: idInput }))
      .mutation(({ ctx, input }) => invitations.resend(ctx, input)),
    revoke: permissionedProcedure("member:invite")
      .input(inOrganization({ invitationId: idInput }))
      .mutation(transact(invitations.revoke)),
    preview: publicProcedure.meta({ limit: "openLink" }).input(link).query(transact(invitations.preview)),
    accept: protectedProcedure.input(link).mutation(transact(invitations.accept)),
  });
