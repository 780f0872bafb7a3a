import type { Auth } from "@gatehouse/auth/server";
import { createAuthRouters } from "@gatehouse/auth/trpc";
import { documentRouter } from "./documents/document.router.ts";
import type { Permission } from "./policy.ts";
import { router } from "./trpc.ts";

/** Every procedure of the house. */
export const createRouter = (auth: Auth<Permission>) =>
  router({ ...createAuthRouters(auth), document: documentRouter });

export type AppRouter = ReturnType<typeof createRouter>;
