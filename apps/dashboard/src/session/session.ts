import type { Permission } from "@gatehouse/api";
import { createSessionHooks, type Session, type SessionOrganization } from "@gatehouse/auth/react";
import { trpc } from "../api/client.ts";

export const { SessionProvider, useSession, useCan, Can } = createSessionHooks<Permission>();

export type CurrentSession = Session<Permission>;
export type CurrentOrganization = SessionOrganization<Permission>;

/** How often a page that is looked at asks whether its session still stands: it locks within seconds of being ended elsewhere. */
const WATCH_MS = 5_000;

/** Who is signed in here; null for nobody. */
export const sessionOptions = () => trpc.session.current.queryOptions(undefined, { staleTime: WATCH_MS });

/** The same, kept up to date for as long as it is watched. */
export const watchedSessionOptions = () => ({
  ...sessionOptions(),
  refetchInterval: WATCH_MS,
  refetchOnWindowFocus: "always" as const,
});
