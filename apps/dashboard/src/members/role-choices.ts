import { BUILT_IN_ROLES } from "@gatehouse/auth";
import { useQuery } from "@tanstack/react-query";
import { useMay, useOrganization } from "../session/organization.tsx";
import { words } from "../words.ts";
import { roleListOptions } from "./queries.ts";

interface Role {
  readonly key: string;
  readonly name: string;
  readonly resolved: readonly string[];
  /** How many hold it; undefined for whoever may not read that. */
  readonly members?: number;
  /** Whoever holds it needs a second factor, whatever the organization asks for. */
  readonly guarded: boolean;
}

const builtIn: readonly Role[] = BUILT_IN_ROLES.map((key) => ({
  key,
  name: words.roles[key],
  resolved: [],
  guarded: key === "owner" || key === "admin",
}));

/** The roles of the organization; the built-in ones for whoever may not read which there are. */
export function useRoles(): readonly Role[] {
  const { id } = useOrganization();
  const { data } = useQuery({ ...roleListOptions(id), enabled: useMay("role:read") });
  return data?.items ?? builtIn;
}

/** The roles that the person may give here, as a field takes them: nobody gives what they lack, and owners alone make owners. */
export function useRoleChoices(): readonly { readonly value: string; readonly label: string }[] {
  const { role, permissions } = useOrganization();
  const held: ReadonlySet<string> = new Set(permissions);
  return useRoles()
    .filter(({ key, resolved }) => (key !== "owner" || role === "owner") && resolved.every((one) => held.has(one)))
    .map(({ key, name }) => ({ value: key, label: name }));
}
