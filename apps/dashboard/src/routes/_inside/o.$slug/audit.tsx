import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { type AuditSearch, dayIn } from "../../../audit/audit-search.ts";
import { auditListOptions } from "../../../audit/queries.ts";
import { useMay } from "../../../session/organization.tsx";
import { holds } from "../../../session/session.ts";
import { BlankPage } from "../../../ui/blank.tsx";
import { Lacking } from "../../../ui/lacking.tsx";
import { type Search, textIn } from "../../-search.ts";

const AuditPage = lazy(async () => ({ default: (await import("../../../audit/audit-page.tsx")).AuditPage }));

const read = (search: Search): AuditSearch => ({
  action: textIn(search, "action"),
  actor: textIn(search, "actor"),
  from: dayIn(textIn(search, "from")),
  to: dayIn(textIn(search, "to")),
});

export const Route = createFileRoute("/_inside/o/$slug/audit")({
  validateSearch: read,
  // The first look waits here. Another filter waits in the page, which stays as it is meanwhile.
  loader: async ({ context: { queryClient, session, organizationId }, location, cause }) => {
    if (cause !== "enter" || organizationId === undefined || !holds(session, organizationId, "audit:read")) return;
    await queryClient.ensureInfiniteQueryData(auditListOptions(organizationId, read(location.search)));
  },
  pendingComponent: BlankPage,
  component: Audit,
});

function Audit() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  if (!useMay("audit:read")) return <Lacking permission="audit:read" />;
  return (
    <Suspense fallback={<BlankPage />}>
      <AuditPage search={search} onSearch={(next) => void navigate({ search: next, replace: true })} />
    </Suspense>
  );
}
