export { inOrganization, noInput } from "../input.ts";
export { accessTableOf } from "./access-table.ts";
export type { Door, GateContext } from "./door.ts";
export { type ErrorData, formatError, refusalOf, toTrpcError } from "./errors.ts";
export { accessOf, createGuards, type GateMeta, transact } from "./guards.ts";
export { createAuthRouters } from "./routers.ts";
export { sse } from "./sse.ts";
