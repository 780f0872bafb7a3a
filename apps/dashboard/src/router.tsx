import { createRouter } from "@tanstack/react-router";
import { queryClient } from "./api/client.ts";
import { routeTree } from "./routeTree.gen.ts";
import { Broken } from "./ui/broken.tsx";
import { Missing } from "./ui/missing.tsx";

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 150,
  defaultPendingMinMs: 250,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: () => <Missing />,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    /** The address that a link was sent to; in the history and not in the URL, which others may see. */
    sentTo?: string;
    /** When an account that is left will be erased, as an ISO date. */
    erasesAt?: string;
  }
}
