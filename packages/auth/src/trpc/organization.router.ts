import { z } from "zod";
import { idInput, inOrganization, nameInput } from "../input.ts";
import { page, pageInput } from "../page.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

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
