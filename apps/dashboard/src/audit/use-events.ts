import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useHears } from "../session/hearing.ts";
import { useOrganization } from "../session/organization.tsx";
import type { AuditSearch } from "./audit-search.ts";
import { auditListOptions } from "./queries.ts";

/** How often a log that nobody is told of is asked for. */
const ASK_MS = 15_000;

/** The events that are asked for, and those that come meanwhile. */
export function useEvents(search: AuditSearch) {
  const { id } = useOrganization();
  const isTold = useHears();
  return useInfiniteQuery({
    ...auditListOptions(id, search),
    placeholderData: keepPreviousData,
    refetchInterval: isTold ? false : ASK_MS,
  });
}

interface Named {
  readonly people: readonly { readonly id: string; readonly name: string }[];
}

/** What those are called who stand in the log, by id. A name that was told stays: a held log shows lines that are loaded no longer. */
export function useNames(pages: readonly Named[] = []): ReadonlyMap<string, string> {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const told = new Map(pages.flatMap(({ people }) => people.map(({ id, name }) => [id, name] as const)));
  if ([...told].some(([id, name]) => names.get(id) !== name)) setNames(new Map([...names, ...told]));
  return names;
}
