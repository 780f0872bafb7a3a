import type { Permission } from "@gatehouse/api";
import { createSessionHooks, type Session, type SessionOrganization } from "@gatehouse/auth/react";
import { type Answers, client, trpc } from "../api/client.ts";

export const { SessionProvider, useSession, useCan } = createSessionHooks<Permission>();

export type CurrentSession = Session<Permission>;
export type CurrentOrganization = SessionOrganization<Permission>;

/** Whether the person's role in an organization asks for a second factor that they do not have yet. */
export const needsFactor = ({ tasks }: CurrentSession, organizationId: string): boolean =>
  tasks.some((task) => task.code === "access.mfa_enrollment_required" && task.organizationId === organizationId);

/** How often a page that is looked at asks whether its session still stands: it locks within seconds of being ended elsewhere. */
const WATCH_MS = 1_500;

// A question that was on its way while a step-up changed the cookie hears "nobody": it is asked once more.
const ask = async (signal: AbortSignal): Promise<Answers["session"]["current"]> =>
  (await client.session.current.query(undefined, { signal })) ?? client.session.current.query(undefined, { signal });

/** Who is signed in here; null for nobody. */
export const sessionOptions = () => ({
  ...trpc.session.current.queryOptions(undefined, { staleTime: WATCH_MS }),
  queryFn: ({ signal }: { readonly signal: AbortSignal }) => ask(signal),
});

/** The same, kept up to date for as long as it is watched. */
export const watchedSessionOptions = () => ({
  ...sessionOptions(),
  refetchInterval: WATCH_MS,
  refetchOnWindowFocus: "always" as const,
});
