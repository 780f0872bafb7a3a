export type { EventName } from "./events.ts";
export type { ClosedPermission, Permission } from "./policy.ts";
export type { AppRouter } from "./router.ts";
