import type { PermissionOf } from "@gatehouse/auth";
import { createSessionHooks, createStepUpDesk, stepUpLink } from "@gatehouse/auth/react";
import { createTRPCClient, httpBatchStreamLink, httpLink, splitLink } from "@trpc/client";
import type { HostRouter, policy } from "./foreign-router.fixture.ts";

const url = "/trpc";
export const stepUpDesk = createStepUpDesk();
export const { SessionProvider, useSession, Can } = createSessionHooks<PermissionOf<typeof policy>>();

export const client = createTRPCClient<HostRouter>({
  links: [
    stepUpLink(stepUpDesk),
    splitLink({
      condition: ({ type }) => type === "mutation",
      true: httpLink({ url }),
      false: httpBatchStreamLink({ url, maxItems: 10 }),
    }),
  ],
});
