import { createGuards, formatError, type GateContext, type GateMeta, sse } from "@gatehouse/auth/trpc";
import { initTRPC } from "@trpc/server";
import { type Permission, policy } from "./policy.ts";

const t = initTRPC.context<GateContext>().meta<GateMeta>().create({ isDev: false, errorFormatter: formatError, sse });
const guards = createGuards(policy);

export const { router } = t;
export const permissionedProcedure = (permission: Permission) =>
  t.procedure.concat(guards.permissionedProcedure(permission));
