import type { Permission } from "@gatehouse/api";
import { createContext, use } from "react";
import type { CurrentOrganization, CurrentSession } from "./session.ts";
import { useCan, useImpersonator } from "./session.ts";

const Current = createContext<CurrentOrganization | null>(null);

/** Names the organization that the URL names, for everything below it. */
export const OrganizationProvider = Current;

/** The organization that this page stands in. */
export function useOrganization(): CurrentOrganization {
  const organization = use(Current);
  if (organization === null) throw new Error("this page stands in no organization");
  return organization;
}

/** What asks for a fresh proof whenever it is done, or lets others in for longer: it is refused to whoever acts as the person. */
const CLOSED: readonly Permission[] = [
  "api_key:manage",
  "audit:export",
  "member:change_role",
  "member:invite",
  "member:remove",
  "organization:delete",
  "role:manage",
];

/** Whether what a role holds is open to whoever is really here. */
export const isOpenTo = ({ impersonator }: Pick<CurrentSession, "impersonator">, permission: Permission): boolean =>
  impersonator === null || !CLOSED.includes(permission);

/** Whether this may be done in the organization that the page stands in, by whoever is really here. */
export function useMay(permission: Permission): boolean {
  const isHeld = useCan(permission, useOrganization().id);
  return isOpenTo({ impersonator: useImpersonator() }, permission) && isHeld;
}
