import type { AppRouter } from "@gatehouse/api";
import { createStepUpDesk, refusalOf, stepUpLink } from "@gatehouse/auth/react";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpBatchStreamLink, httpLink, splitLink, type TRPCLink } from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { noteMutation } from "./under-way.ts";

const url = "/trpc";
/** The API answers at most ten calls in one request. */
const MAX_BATCH = 10;
const MAX_RETRIES = 2;
const FRESH_MS = 10_000;

/** Where calls wait that need a fresh proof; the dialog of the shell answers it. */
export const stepUpDesk = createStepUpDesk();

/** Infinite queries add a `direction` of their own, which no list of the API takes. */
const withoutDirection: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    const { direction: _direction, ...input } = (op.input ?? {}) as Record<string, unknown>;
    return next(op.type === "query" && _direction !== undefined ? { ...op, input } : op);
  };

// Mutations go alone and unstreamed: a cookie set by a procedure is lost in a streamed answer.
export const client = createTRPCClient<AppRouter>({
  links: [
    withoutDirection,
    stepUpLink(stepUpDesk),
    splitLink({
      condition: ({ type }) => type === "mutation",
      true: httpLink({ url, fetch: (input, init) => noteMutation(fetch(input, init as RequestInit)) }),
      false: httpBatchStreamLink({ url, maxItems: MAX_BATCH }),
    }),
  ],
});

/** What says that the session is not what this page believes: it is over, or a role wants a second factor by now. */
const NEWS: readonly (string | null)[] = ["auth.session_required", "access.mfa_enrollment_required"];

// Asked again and not concluded: a call that was on its way while a step-up changed the cookie is refused, and nothing is over.
function noteNews(error: unknown): void {
  if (NEWS.includes(refusalOf(error).appCode)) {
    void queryClient.invalidateQueries({ queryKey: trpc.session.current.queryKey() });
  }
}

// What was refused is refused again; what could not be reached may be there a moment later.
function isWorthRetrying(failures: number, error: unknown): boolean {
  const { status } = refusalOf(error);
  return failures < MAX_RETRIES && (status === null || status === 503);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteNews }),
  mutationCache: new MutationCache({ onError: noteNews }),
  defaultOptions: { queries: { retry: isWorthRetrying, staleTime: FRESH_MS }, mutations: { retry: false } },
});

export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });

/** What the procedures answer. */
export type Answers = inferRouterOutputs<AppRouter>;
