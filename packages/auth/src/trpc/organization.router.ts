import { z } from "zod";
import { idInput, inOrganization, nameInput, noInput } from "../input.ts";
import { page, pageInput } from "../page.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

const MAX_PERMISSIONS = 100;
const MAX_PERMISSION = 64;

/** organization.* */
export const createOrganizationRouter = (
  { organizations }: Auth,
  { protectedProcedure, permissionedProcedure }: OwnGuards,
) =>
  router({
    list: protectedProcedure.input(pageInput).query(transact(organizations.list)),
    create: protectedProcedure.input(z.strictObject({ name: nameInput })).mutation(transact(organizations.create)),
    get: permissionedProcedure("organization:read").input(inOrganization({})).query(transact(organizations.get)),
    update: permissionedProcedure("organization:update")
      .input(inOrganization({ name: nameInput }))
      .mutation(transact(organizations.update)),
  });

/** member.* */
export const createMemberRouter = ({ members, factorResets }: Auth, { permissionedProcedure }: OwnGuards) =>
  router({
    list: permissionedProcedure("member:read").input(inOrganization(page)).query(transact(members.list)),
    resetFactors: permissionedProcedure("member:remove")
      .meta({ stepUp: true })
      .input(inOrganization({ userId: idInput }))
      .mutation(transact(factorResets.request)),
  });

/** access.*: what may be done, and what of it this person may do. Answered from memory. */
export const createAccessRouter = ({ access }: Auth, { protectedProcedure, permissionedProcedure }: OwnGuards) =>
  router({
    catalogue: protectedProcedure.input(noInput).query(() => access.catalogue()),
    check: permissionedProcedure("organization:read")
      .input(inOrganization({ permissions: z.array(z.string().max(MAX_PERMISSION)).max(MAX_PERMISSIONS) }))
      .query(({ ctx, input }) => access.check(ctx, input.permissions)),
  });
