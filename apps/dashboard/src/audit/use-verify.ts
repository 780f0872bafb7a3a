import { refusalOf } from "@gatehouse/auth/react";
import { useQuery } from "@tanstack/react-query";
import { trpc } from "../api/client.ts";

/** The verification of an organization's log, whenever it is asked for. */
export function useVerify(organizationId: string) {
  const verdict = useQuery(trpc.audit.verify.queryOptions({ organizationId }, { enabled: false, gcTime: 0 }));
  return {
    verdict: verdict.isFetching ? undefined : verdict.data,
    isBusy: verdict.isFetching,
    refusal: verdict.error && !verdict.isFetching ? refusalOf(verdict.error) : null,
    verify: () => void verdict.refetch(),
  };
}
