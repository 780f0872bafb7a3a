import { type Answers, queryClient, trpc } from "../api/client.ts";
import { type AuditSearch, filterOf } from "./audit-search.ts";

export type AuditEvent = Answers["audit"]["list"]["items"][number];

const PAGE = 100;

/** The events of an organization that are asked for, newest first, a page at a time. */
export const auditListOptions = (organizationId: string, search: AuditSearch, limit = PAGE) =>
  trpc.audit.list.infiniteQueryOptions(
    { organizationId, limit, ...filterOf(search) },
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  );

export const refreshAudit = () => queryClient.invalidateQueries({ queryKey: trpc.audit.list.pathKey() });
