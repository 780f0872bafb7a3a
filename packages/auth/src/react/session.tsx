import { createContext, type ReactNode, useContext } from "react";
import { can } from "../access/can.ts";
import type { InstancePermission } from "../instance/permissions.ts";
import { type TabNews, useTabNews } from "./tabs.ts";

/** One organization of the person, with what they may do there. */
export interface SessionOrganization<Permission extends string> {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly personal: boolean;
  /** ISO 8601: when it will be gone, unless an owner restores it; null while nobody asked for that. */
  readonly deletesAt: string | null;
  readonly role: string;
  /** What the role is called. */
  readonly roleName: string;
  readonly permissions: readonly Permission[];
}

/** What stands between the person and the work in an organization, by the code of the refusal that it causes. */
export interface SessionTask {
  readonly code: string;
  readonly organizationId: string;
}

/** What `session.current` answers for somebody who is signed in. */
export interface Session<Permission extends string = string> {
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly locale: string };
  readonly session: { readonly id: string };
  readonly organizations: readonly SessionOrganization<Permission>[];
  readonly tasks: readonly SessionTask[];
  /** What the person may do to the installation itself: nothing, for nearly everybody. */
  readonly instance: readonly InstancePermission[];
  /** Who is really here and until when, as an ISO date, for the banner; null where it is the person. */
  readonly impersonator: { readonly name: string; readonly until: string } | null;
}

/** @see createSessionHooks */
export interface SessionProviderProps<Permission extends string> {
  /** What `session.current` answered last: null for nobody. */
  readonly session: Session<Permission> | null;
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
  const Current = createContext<Session<Permission> | null>(null);

  function SessionProvider({ session, onNews, children }: SessionProviderProps<Permission>) {
    useTabNews(onNews);
    return <Current value={session}>{children}</Current>;
  }

  const useSession = (): Session<Permission> | null => useContext(Current);

  const useCan = (permission: Permission, organizationId: string): boolean =>
    can(useSession(), permission, organizationId);

  const Can = ({ permission, organizationId, children, otherwise = null }: CanProps<Permission>): ReactNode =>
    useCan(permission, organizationId) ? children : otherwise;

  return { SessionProvider, useSession, useCan, Can };
}
