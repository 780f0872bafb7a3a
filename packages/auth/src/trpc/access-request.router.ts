import { z } from "zod";
import { anyRoleKeyInput } from "../access/role-input.ts";
import { idInput, inOrganization, permissionInput } from "../input.ts";
import { page } from "../page.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

const MAX_NOTE = 500;

const asked = {
  permission: permissionInput,
  note: z.string().trim().max(MAX_NOTE, `Use at most ${MAX_NOTE} characters.`).optional(),
};
const one = { accessRequestId: idInput };

/** accessRequest.*: asking for a permission, and the answer. */
export const createAccessRequestRouter = ({ accessRequests, limits }: Auth, { permissionedProcedure }: OwnGuards) =>
  router({
    // Owners answer the person, who would not know what was asked for in their name.
    create: permissionedProcedure("organization:read")
      .meta({ impersonation: "closed" })
      .input(inOrganization(asked))
      .mutation(async ({ ctx, input }) => {
        await limits.spend("accessRequest", ctx.actor.userId);
        return ctx.begin((work) => accessRequests.create(work, input));
      }),
    mine: permissionedProcedure("organization:read").input(inOrganization(page)).query(transact(accessRequests.mine)),
    withdraw: permissionedProcedure("organization:read")
      .input(inOrganization(one))
      .mutation(transact(accessRequests.withdraw)),
    list: permissionedProcedure("member:change_role").input(inOrganization(page)).query(transact(accessRequests.list)),
    approve: permissionedProcedure("member:change_role")
      .meta({ stepUp: true })
      .input(inOrganization({ ...one, becomes: anyRoleKeyInput.optional() }))
      .mutation(transact(accessRequests.approve)),
    decline: permissionedProcedure("member:change_role")
      .input(inOrganization(one))
      .mutation(transact(accessRequests.decline)),
  });
