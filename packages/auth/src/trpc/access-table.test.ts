// Threat: a matrix that says something else than what the guards enforce, or that leaves a procedure out.
import { initTRPC } from "@trpc/server";
import { expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { noInput } from "../input.ts";
import { authPermissions } from "../permissions.ts";
import { accessTableOf } from "./access-table.ts";
import type { GateContext } from "./door.ts";
import { formatError } from "./errors.ts";
import { createGuards, type GateMeta } from "./guards.ts";

const policy = definePolicy({ ...authPermissions, "cup:fill": { from: "member", says: "Fill cups" } });
const guards = createGuards(policy);
const t = initTRPC.context<GateContext>().meta<GateMeta>().create({ isDev: false, errorFormatter: formatError });
const yes = () => "yes";

test("every procedure stands in the table, at any depth, with what its guard enforces and what else it demands", () => {
  const router = t.router({
    see: t.procedure.concat(guards.publicProcedure).meta({ limit: "verifyEmail" }).input(noInput).query(yes),
    cup: t.router({
      fill: t.procedure
        .concat(guards.permissionedProcedure("cup:fill"))
        .meta({ stepUp: true })
        .input(noInput)
        .mutation(yes),
      rinse: t.procedure.concat(guards.protectedProcedure).input(noInput).mutation(yes),
      // Nobody guards it: the table must not make it look as if somebody did.
      drop: t.procedure
        .meta({ access: "cup:fill" } as GateMeta)
        .input(noInput)
        .mutation(yes),
    }),
  });
  expect(accessTableOf(router)).toEqual([
    { path: "cup.drop", type: "mutation", access: null, stepUp: false, limit: null, audit: null },
    { path: "cup.fill", type: "mutation", access: "cup:fill", stepUp: true, limit: null, audit: null },
    { path: "cup.rinse", type: "mutation", access: "signed in", stepUp: false, limit: null, audit: null },
    { path: "see", type: "query", access: "public", stepUp: false, limit: "verifyEmail", audit: null },
  ]);
});
