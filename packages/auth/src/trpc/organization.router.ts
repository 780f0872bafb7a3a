import { z } from "zod";
import { idInput, inOrganization, nameInput, slugInput } from "../input.ts";
import { requirementShape } from "../organizations/requirement-input.ts";
import { pageInput } from "../page.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

const MAX_CONFIRM = 64;

/** organization.*: what a person belongs to, and what it demands. */
export const createOrganizationRouter = (
  { organizations, requirements, limits }: Auth,
  { protectedProcedure, permissionedProcedure }: OwnGuards,
) =>
  router({
    list: protectedProcedure.input(pageInput).query(transact(organizations.list)),
    create: protectedProcedure.input(z.strictObject({ name: nameInput })).mutation(async ({ ctx, input }) => {
      await limits.spend("organizationSlug", ctx.actor.userId);
      return ctx.begin((work) => organizations.create(work, input));
    }),
    get: permissionedProcedure("organization:read")
      .meta({ whileDeleting: true })
      .input(inOrganization({}))
      .query(transact(organizations.get)),
    update: permissionedProcedure("organization:update")
      .input(inOrganization({ name: nameInput.optional(), slug: slugInput.optional() }))
      .mutation(async ({ ctx, input }) => {
        if (input.slug !== undefined) await limits.spend("organizationSlug", ctx.actor.userId);
        return ctx.begin((work) => organizations.update(work, input));
      }),
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
