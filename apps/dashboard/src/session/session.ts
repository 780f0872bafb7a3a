import type { Permission } from "@gatehouse/api";
import type * as auth from "@gatehouse/auth";
import { createSessionHooks } from "@gatehouse/auth/react";
import { type Answers, client, queryClient, trpc } from "../api/client.ts";
import { mutationsAnswered } from "../api/under-way.ts";
import { isBackFromActing } from "./coming-back.ts";

export const { SessionProvider, useSession, useCan } = createSessionHooks<Permission>();

export type CurrentSession = auth.CurrentSession<Permission>;
export type CurrentOrganization = auth.CurrentOrganization<Permission>;

/** Who really is here, where somebody who runs the installation acts as the person; null where it is the person. */
export const useImpersonator = (): CurrentSession["impersonator"] => useSession()?.impersonator ?? null;

/** Whether the person's grant to run the installation holds this. */
export const useRuns = (permission: auth.InstancePermission): boolean =>
  useSession()?.instance.includes(permission) ?? false;

/** What keeps the person from everything in an organization, by the code of the refusal, the first of it; undefined where nothing does. */
export const obstacleIn = ({ tasks }: CurrentSession, organizationId: string): string | undefined =>
  tasks.find((task) => task.organizationId === organizationId)?.code;

/** How often a page that is looked at asks whether its session still stands: it locks within seconds of being ended elsewhere. */
const WATCH_MS = 1_500;
/** The same while it is told at once, should what tells it have stopped without a word. */
const LIVE_WATCH_MS = 30_000;

/** How long another tab of this browser may need to hear of the cookie that it changed. */
const ELSEWHERE_MS = 300;

const askOnce = (signal: AbortSignal): Promise<Answers["session"]["current"]> =>
  client.session.current.query(undefined, { signal });

// The old cookie ends before the new one has arrived: a question between the two hears "nobody". Whoever was here a moment ago is
// asked for again, once that cannot be the reason any more.
async function askAgain(signal: AbortSignal): Promise<Answers["session"]["current"]> {
  await mutationsAnswered();
  await new Promise((resolve) => setTimeout(resolve, ELSEWHERE_MS));
  return askOnce(signal);
}

async function ask(signal: AbortSignal): Promise<Answers["session"]["current"]> {
  const wasHere = Boolean(queryClient.getQueryData(trpc.session.current.queryKey()));
  const answer = (await askOnce(signal)) ?? (wasHere ? await askAgain(signal) : null);
  if (answer !== null || !(await isBackFromActing())) return answer;
  // The first page of whoever is back is on its way. What stands here vanishes, as somebody else is here; where nothing does, nothing comes.
  return wasHere ? askOnce(signal) : new Promise(() => {});
}

/** Who is signed in here; null for nobody. */
export const sessionOptions = () => ({
  ...trpc.session.current.queryOptions(undefined, { staleTime: WATCH_MS }),
  queryFn: ({ signal }: { readonly signal: AbortSignal }) => ask(signal),
});

/** The same, kept up to date for as long as it is watched. @param isLive whether live updates tell of its end */
export const watchedSessionOptions = (isLive: boolean) => ({
  ...sessionOptions(),
  refetchInterval: isLive ? LIVE_WATCH_MS : WATCH_MS,
  refetchOnWindowFocus: "always" as const,
});

/** Whether a session's role in an organization holds a permission, for what is decided before a page stands. */
export const holds = ({ organizations }: CurrentSession, organizationId: string, permission: Permission): boolean =>
  organizations.some(({ id, permissions }) => id === organizationId && permissions.includes(permission));
