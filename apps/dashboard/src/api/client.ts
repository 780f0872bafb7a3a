import type { AppRouter } from "@gatehouse/api";
import { refusalOf } from "@gatehouse/auth/react";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpBatchStreamLink, httpLink, type inferRouterOutputs, splitLink } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";

const url = "/trpc";
/** The API answers at most ten calls in one request. */
const MAX_BATCH = 10;
const MAX_RETRIES = 2;
const FRESH_MS = 10_000;

// Mutations go alone and unstreamed: a cookie set by a procedure is lost in a streamed answer.
const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: ({ type }) => type === "mutation",
      true: httpLink({ url }),
      false: httpBatchStreamLink({ url, maxItems: MAX_BATCH }),
    }),
  ],
});

// The session is over, whoever ended it: whatever watches `session.current` sees nobody there.
function noteEnd(error: unknown): void {
  if (refusalOf(error).appCode === "auth.session_required") {
    queryClient.setQueryData(trpc.session.current.queryKey(), null);
  }
}

// What was refused is refused again; what could not be reached may be there a moment later.
function isWorthRetrying(failures: number, error: unknown): boolean {
  const { status } = refusalOf(error);
  return failures < MAX_RETRIES && (status === null || status === 503);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteEnd }),
  mutationCache: new MutationCache({ onError: noteEnd }),
  defaultOptions: { queries: { retry: isWorthRetrying, staleTime: FRESH_MS }, mutations: { retry: false } },
});

export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });

/** What the procedures answer. */
export type Answers = inferRouterOutputs<AppRouter>;
