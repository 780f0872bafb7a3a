import { useQuery } from "@tanstack/react-query";
import { useMay, useOrganization } from "../session/organization.tsx";
import { memberOptions } from "./queries.ts";

/**
 * What a member is called; the id, where that cannot be known, and nothing while it is asked for.
 *
 * @param known the name, where it is known: then nobody is asked
 */
export function useMemberName(userId: string, known?: string): string {
  const mayRead = useMay("member:read");
  const enabled = mayRead && userId !== "" && known === undefined;
  const { data, isPending } = useQuery({ ...memberOptions(useOrganization().id, userId), enabled });
  return known ?? (enabled && isPending ? "" : (data?.name ?? userId));
}
