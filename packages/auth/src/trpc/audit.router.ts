import { z } from "zod";
import { idInput, inOrganization } from "../input.ts";
import { page } from "../page.ts";
import type { Auth } from "../server.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

const MAX_ACTION = 100;

const error = "Write the time as 2026-11-22T10:00:00Z, or a day as 2026-11-22.";

/** The years that the database reads as they are written; an offset may lead out of them. */
function isInYears(moment: string): boolean {
  const year = new Date(moment).getUTCFullYear();
  return year >= 1 && year <= 9999;
}

/** A day begins at midnight UTC. */
const momentInput = z.union([z.iso.datetime({ offset: true }), z.iso.date()], { error }).refine(isInYears, { error });

/** Which events are meant: of an action, of an actor, at or after `from`, before `to`. */
const filter = {
  action: z.string().min(1).max(MAX_ACTION).optional(),
  actorId: idInput.optional(),
  from: momentInput.optional(),
  to: momentInput.optional(),
};

/** audit.*: what happened in an organization, and the proof of it. */
export const createAuditRouter = (
  { audit, downloads, organizations, limits }: Auth,
  { permissionedProcedure }: OwnGuards,
) =>
  router({
    list: permissionedProcedure("audit:read")
      .input(inOrganization({ ...filter, ...page }))
      .query(transact(organizations.events)),
    verify: permissionedProcedure("audit:read")
      .input(inOrganization({}))
      .query(async ({ ctx }) => {
        await limits.spend("auditVerify", ctx.actor.userId);
        return ctx.begin(audit.verify);
      }),
    export: permissionedProcedure("audit:export")
      .meta({ stepUp: true, limit: "auditExport" })
      .input(inOrganization({ ...filter, format: z.enum(["csv", "jsonl"]) }))
      .mutation(({ ctx, input: { format, organizationId: _organization, ...asked } }) =>
        ctx.begin((work) => downloads.order(work, { format, filter: asked })),
      ),
  });
