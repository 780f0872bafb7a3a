import { createContext, type ReactNode, useContext } from "react";
import { can } from "../access/can.ts";
import type { CurrentSession } from "../users/current.ts";
import { type TabNews, useTabNews } from "./tabs.ts";

/** @see createSessionHooks */
export interface SessionProviderProps<Permission extends string> {
  /** What `session.current` answered last: null for nobody. */
  readonly session: CurrentSession<Permission> | null;
  /** Another tab of this browser signed in or out: ask `session.current` again. */
  readonly onNews: (news: TabNews) => void;
  readonly children: ReactNode;
}

/** @see createSessionHooks */
export interface CanProps<Permission extends string> {
  readonly permission: Permission;
  readonly organizationId: string;
  readonly children: ReactNode;
  /** Shown to whoever may not; nothing, unless given. */
  readonly otherwise?: ReactNode;
}

/**
 * Makes the session's provider and hooks for a host's own permissions, so that a misspelt one does not compile.
 * They decide what to show; the server decides what happens.
 *
 * @returns `SessionProvider`; `useSession()`, the session or null; `useCan(permission, organizationId)`;
 * `<Can>`, which shows its children to whoever holds the permission there
 */
export function createSessionHooks<Permission extends string>() {
  const Current = createContext<CurrentSession<Permission> | null>(null);

  function SessionProvider({ session, onNews, children }: SessionProviderProps<Permission>) {
    useTabNews(onNews);
    return <Current value={session}>{children}</Current>;
  }

  const useSession = (): CurrentSession<Permission> | null => useContext(Current);

  const useCan = (permission: Permission, organizationId: string): boolean =>
    can(useSession(), permission, organizationId);

  const Can = ({ permission, organizationId, children, otherwise = null }: CanProps<Permission>): ReactNode =>
    useCan(permission, organizationId) ? children : otherwise;

  return { SessionProvider, useSession, useCan, Can };
}
