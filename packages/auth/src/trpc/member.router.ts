import { anyRoleKeyInput } from "../access/role-input.ts";
import { idInput, inOrganization } from "../input.ts";
import { searchPage } from "../search.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

/** member.*: who belongs to an organization. */
export const createMemberRouter = ({ members, factorResets }: Auth, { permissionedProcedure }: OwnGuards) =>
  router({
    list: permissionedProcedure("member:read")
      .input(inOrganization({ ...searchPage, role: anyRoleKeyInput.optional() }))
      .query(transact(members.list)),
    get: permissionedProcedure("member:read")
      .input(inOrganization({ userId: idInput }))
      .query(transact(members.get)),
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
