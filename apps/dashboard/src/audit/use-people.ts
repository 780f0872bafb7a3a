import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { auditPeopleOptions } from "./queries.ts";

/** The names of an organization's members by their ids; empty until they are known, or where they may not be read. */
export function usePeople(organizationId: string): ReadonlyMap<string, string> {
  const { data } = useQuery(auditPeopleOptions(organizationId));
  return useMemo(() => new Map((data?.items ?? []).map(({ userId, name }) => [userId, name])), [data]);
}
