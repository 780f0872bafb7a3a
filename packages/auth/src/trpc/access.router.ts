import { z } from "zod";
import { matrixCsv } from "../access/matrix-csv.ts";
import { idInput, inOrganization, noInput, permissionInput } from "../input.ts";
import type { Auth } from "../server.ts";
import { router } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

const MAX_PERMISSIONS = 100;

/** access.*: what may be done, what of it this person may do, and who may do what. */
export const createAccessRouter = ({ access }: Auth, { protectedProcedure, permissionedProcedure }: OwnGuards) =>
  router({
    catalogue: protectedProcedure.input(noInput).query(() => access.catalogue()),
    check: permissionedProcedure("organization:read")
      .input(inOrganization({ permissions: z.array(permissionInput).max(MAX_PERMISSIONS) }))
      .query(({ ctx, input }) => access.check(ctx, input.permissions)),
    explain: permissionedProcedure("member:read")
      .input(inOrganization({ userId: idInput, permission: permissionInput }))
      .query(({ ctx, input }) => ctx.begin((work) => access.explain(work, input, ctx.door.table))),
    matrix: permissionedProcedure("role:read")
      .input(inOrganization({ format: z.enum(["json", "csv"]).default("json") }))
      .query(async ({ ctx, input }) => {
        const matrix = await ctx.begin((work) => access.matrix(work, ctx.door.table));
        return input.format === "csv" ? matrixCsv(matrix) : matrix;
      }),
  });
