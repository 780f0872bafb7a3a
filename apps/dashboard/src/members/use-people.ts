import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useMay, useOrganization } from "../session/organization.tsx";
import { everyMemberOptions } from "./queries.ts";

/** The names of the organization's members by their ids; empty until they are known, or where they may not be read. */
export function usePeople(): ReadonlyMap<string, string> {
  const { data } = useQuery({ ...everyMemberOptions(useOrganization().id), enabled: useMay("member:read") });
  return useMemo(() => new Map((data?.items ?? []).map(({ userId, name }) => [userId, name])), [data]);
}
