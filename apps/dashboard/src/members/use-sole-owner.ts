import { useQuery } from "@tanstack/react-query";
import { useOrganization } from "../session/organization.tsx";
import { roleListOptions } from "./queries.ts";

/** Whether the person is the organization's only owner, who cannot leave it; and whether anybody else is there to take it over. */
export function useSoleOwner(): { readonly isSole: boolean; readonly isAlone: boolean } {
  const { id, role } = useOrganization();
  const { data } = useQuery({ ...roleListOptions(id), enabled: role === "owner" });
  const items = role === "owner" ? (data?.items ?? []) : [];
  const owners = items.find(({ key }) => key === "owner")?.members;
  return {
    isSole: owners === 1,
    isAlone: owners === 1 && items.every(({ key, members }) => key === "owner" || members === 0),
  };
}
