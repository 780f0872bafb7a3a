// The server of the benchmark: the same procedure twice, with our guard and without any, behind the same adapter.

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { authPermissions, definePolicy } from "@gatehouse/auth";
import { createContext } from "@gatehouse/auth/express";
import { createWorld } from "@gatehouse/auth/testing";
import { createGuards, formatError, type GateContext, type GateMeta, inOrganization } from "@gatehouse/auth/trpc";
import { initTRPC } from "@trpc/server";
import { createExpressMiddleware } from "@trpc/server/adapters/express";
import express from "express";

const policy = definePolicy(authPermissions);
const answer = ({ input }: { input: { organizationId: string } }) => ({ organizationId: input.organizationId });

const guarded = initTRPC.context<GateContext>().meta<GateMeta>().create({ isDev: false, errorFormatter: formatError });
const guards = createGuards(policy);
const guardedRouter = guarded.router({
  ask: guarded.procedure.concat(guards.permissionedProcedure("member:read")).input(inOrganization({})).query(answer),
});

const bare = initTRPC.create({ isDev: false });
const bareRouter = bare.router({ ask: bare.procedure.input(inOrganization({})).query(answer) });

const world = await createWorld({ policy, relaxedLimits: true });
const person = await world.signUp();
const admission = await world.auth.gate.admit(world.request(), person.token);
if (!admission) throw new Error("no session");
const { token } = await world.auth.accessTokens.issue(admission.subject);
const { actor } = admission;
const { key } = await world.auth.db.tenantWork(world.request(), actor, person.personalOrganizationId, (work) =>
  world.auth.apiKeys.create(work, { name: "Bench", permissions: ["member:read"], expiresInDays: 1 }),
);

const app = express().disable("x-powered-by").disable("etag").set("query parser", false);
const onFault = (error: unknown) => void process.stderr.write(`${String(error)}\n`);
app.use(
  "/guarded",
  createExpressMiddleware({ router: guardedRouter, createContext: createContext(world.auth, onFault) }),
);
app.use("/bare", createExpressMiddleware({ router: bareRouter }));
const listening = app.listen(0, "127.0.0.1");
await once(listening, "listening");

process.on("message", async (asked) => {
  if (asked === "usage") {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
    return;
  }
  listening.closeAllConnections();
  listening.close();
  await world.close();
  process.disconnect?.();
});
process.send?.({
  url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
  organizationId: person.personalOrganizationId,
  session: person.token,
  token,
  key,
});
