import type { Permission } from "@gatehouse/api";
import { createContext, use } from "react";
import type { CurrentOrganization } from "./session.ts";
import { useCan } from "./session.ts";

const Current = createContext<CurrentOrganization | null>(null);

/** Names the organization that the URL names, for everything below it. */
export const OrganizationProvider = Current;

/** The organization that this page stands in. */
export function useOrganization(): CurrentOrganization {
  const organization = use(Current);
  if (organization === null) throw new Error("this page stands in no organization");
  return organization;
}

/** Whether the person may do this in the organization that the page stands in. */
export const useMay = (permission: Permission): boolean => useCan(permission, useOrganization().id);
