import { z } from "zod";
import { anyRoleKeyInput } from "../access/role-input.ts";
import { idInput, inOrganization, nameInput, slugInput } from "../input.ts";
import { requirementShape } from "../organizations/requirement-input.ts";
import { page, pageInput } from "../page.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

const MAX_CONFIRM = 64;

/** organization.* */
export const createOrganizationRouter = (
  { organizations, requirements }: Auth,
  { protectedProcedure, permissionedProcedure }: OwnGuards,
) =>
  router({
    list: protectedProcedure.input(pageInput).query(transact(organizations.list)),
    create: protectedProcedure.input(z.strictObject({ name: nameInput })).mutation(transact(organizations.create)),
    get: permissionedProcedure("organization:read")
      .meta({ whileDeleting: true })
      .input(inOrganization({}))
      .query(transact(organizations.get)),
    update: permissionedProcedure("organization:update")
      .input(inOrganization({ name: nameInput.optional(), slug: slugInput.optional() }))
      .mutation(transact(organizations.update)),
    leave: protectedProcedure.input(inOrganization({})).mutation(transact(organizations.leave)),
    transferOwnership: permissionedProcedure("organization:delete")
      .meta({ stepUp: true })
      .input(inOrganization({ userId: idInput }))
      .mutation(transact(organizations.transferOwnership)),
    delete: permissionedProcedure("organization:delete")
      .meta({ stepUp: true })
      .input(inOrganization({ confirm: z.string().max(MAX_CONFIRM).optional() }))
      .mutation(transact(organizations.deletion.request)),
    restore: permissionedProcedure("organization:delete")
      .meta({ whileDeleting: true })
      .input(inOrganization({}))
      .mutation(transact(organizations.deletion.restore)),
    requirements: permissionedProcedure("organization:read")
      .input(inOrganization({}))
      .query(transact(requirements.read)),
    previewRequirements: permissionedProcedure("organization:update")
      .input(inOrganization(requirementShape))
      .query(transact(requirements.preview)),
    setRequirements: permissionedProcedure("organization:update")
      .meta({ stepUp: true })
      .input(inOrganization(requirementShape))
      .mutation(transact(requirements.set)),
  });

/** member.* */
export const createMemberRouter = ({ members, factorResets }: Auth, { permissionedProcedure }: OwnGuards) =>
  router({
    list: permissionedProcedure("member:read").input(inOrganization(page)).query(transact(members.list)),
    changeRole: permissionedProcedure("member:change_role")
      .meta({ stepUp: true })
      .input(inOrganization({ userId: idInput, role: anyRoleKeyInput }))
      .mutation(transact(members.changeRole)),
    remove: permissionedProcedure("member:remove")
      .meta({ stepUp: true })
      .input(inOrganization({ userId: idInput }))
      .mutation(transact(members.remove)),
    resetFactors: permissionedProcedure("member:remove")
      .meta({ stepUp: true })
      .input(inOrganization({ userId: idInput }))
      .mutation(transact(factorResets.request)),
  });
