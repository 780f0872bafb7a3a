import { authPermissions, definePolicy, idInput, type PermissionOf } from "@gatehouse/auth";
import { type OriginRule, requestId, requireHost, trpcDoor, trpcGate } from "@gatehouse/auth/express";
import type { Auth } from "@gatehouse/auth/server";
import * as gate from "@gatehouse/auth/trpc";
import { initTRPC } from "@trpc/server";
import express from "express";

export const policy = definePolicy({ ...authPermissions, "invoice:pay": { from: "admin", says: "Pay invoices" } });
type HostAuth = Auth<PermissionOf<typeof policy>>;
const guards = gate.createGuards(policy);
const config = { isDev: false, errorFormatter: gate.formatError };
const t = initTRPC.context<gate.GateContext>().meta<gate.GateMeta>().create(config);

const pay = t.procedure
  .concat(guards.permissionedProcedure("invoice:pay"))
  .input(gate.inOrganization({ invoiceId: idInput }))
  .mutation(({ ctx, input }) => ({ paid: input.invoiceId, by: ctx.actor.userId, for: ctx.organizationId }));

const createRouter = (auth: HostAuth) => t.router({ ...gate.createAuthRouters(auth), invoice: t.router({ pay }) });
export type HostRouter = ReturnType<typeof createRouter>;

export function createHost(auth: HostAuth, rule: OriginRule, onFault: (fault: unknown) => void) {
  const app = express().disable("x-powered-by").use(requestId, requireHost(rule));
  return app.use("/trpc", trpcGate(rule), trpcDoor(createRouter(auth), auth, onFault));
}
