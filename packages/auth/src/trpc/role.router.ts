import { anyRoleKeyInput, namedPermissionsInput, roleKeyInput } from "../access/role-input.ts";
import { roleNameInput } from "../access/role-name.ts";
import { inOrganization } from "../input.ts";
import { page } from "../page.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

const existing = { key: anyRoleKeyInput };
const change = { ...existing, name: roleNameInput.optional(), permissions: namedPermissionsInput.optional() };
const added = { key: roleKeyInput.optional(), name: roleNameInput, permissions: namedPermissionsInput };

/** role.*: what each role may, and an organization's own. */
export const createRoleRouter = ({ roles }: Auth, { permissionedProcedure }: OwnGuards) =>
  router({
    list: permissionedProcedure("role:read").input(inOrganization(page)).query(transact(roles.list)),
    preview: permissionedProcedure("role:manage")
      .input(inOrganization({ ...existing, permissions: namedPermissionsInput, ...page }))
      .query(transact(roles.preview)),
    create: permissionedProcedure("role:manage")
      .meta({ stepUp: true })
      .input(inOrganization(added))
      .mutation(transact(roles.create)),
    update: permissionedProcedure("role:manage")
      .meta({ stepUp: true })
      .input(inOrganization(change))
      .mutation(transact(roles.update)),
    delete: permissionedProcedure("role:manage")
      .meta({ stepUp: true })
      .input(inOrganization(existing))
      .mutation(transact(roles.delete)),
  });
