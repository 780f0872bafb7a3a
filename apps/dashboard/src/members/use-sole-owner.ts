import { useQuery } from "@tanstack/react-query";
import { useOrganization } from "../session/organization.tsx";
import { roleListOptions } from "./queries.ts";

/** Whether the person may leave: the only owner may not, with or without anybody there to take over. Undefined until it is known. */
export function useSoleOwner(): "none" | "sole" | "alone" | undefined {
  const { id, role } = useOrganization();
  const isOwner = role === "owner";
  const { data, isError } = useQuery({ ...roleListOptions(id), enabled: isOwner });
  // Where it cannot be told, the server refuses.
  if (!isOwner || isError) return "none";
  if (data === undefined) return undefined;
  const held = data.items.filter(({ members }) => members > 0);
  if (held.some(({ key, members }) => key === "owner" && members > 1)) return "none";
  return held.length > 1 ? "sole" : "alone";
}
