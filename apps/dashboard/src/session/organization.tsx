import type { ClosedPermission, Permission } from "@gatehouse/api";
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

/** Of these something is closed too, asking for a permission and changing the requirements, and most is not. */
type MostlyOpen = "organization:read" | "organization:update";

/** What is not offered to whoever acts as the person. One that the house gains does not compile without. */
const CLOSED: Readonly<Record<Exclude<ClosedPermission, MostlyOpen>, true>> = {
  "api_key:manage": true,
  "audit:export": true,
  "member:change_role": true,
  "member:invite": true,
  "member:remove": true,
  "organization:delete": true,
  "role:manage": true,
};

/** Whether what a role holds is open to whoever is really here. */
export const isOpenTo = ({ impersonator }: Pick<CurrentSession, "impersonator">, permission: Permission): boolean =>
  impersonator === null || !Object.hasOwn(CLOSED, permission);

/** Whether this may be done in the organization that the page stands in, by whoever is really here. */
export function useMay(permission: Permission): boolean {
  const isHeld = useCan(permission, useOrganization().id);
  return isOpenTo({ impersonator: useImpersonator() }, permission) && isHeld;
}
