import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { MatrixSearch } from "../../../roles/matrix-page.tsx";
import { matrixOptions } from "../../../roles/queries.ts";
import { useMay } from "../../../session/organization.tsx";
import { holds } from "../../../session/session.ts";
import { BlankPage } from "../../../ui/blank.tsx";
import { Lacking } from "../../../ui/lacking.tsx";
import { type Search, textIn } from "../../-search.ts";

const MatrixPage = lazy(async () => ({ default: (await import("../../../roles/matrix-page.tsx")).MatrixPage }));

export const Route = createFileRoute("/_inside/o/$slug/roles/matrix")({
  validateSearch: (search: Search): MatrixSearch => ({ noun: textIn(search, "noun"), role: textIn(search, "role") }),
  loader: async ({ context: { queryClient, session, organizationId } }) => {
    if (organizationId === undefined || !holds(session, organizationId, "role:read")) return;
    await queryClient.ensureQueryData(matrixOptions(organizationId));
  },
  pendingComponent: BlankPage,
  component: Matrix,
});

function Matrix() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  if (!useMay("role:read")) return <Lacking permission="role:read" />;
  return (
    <Suspense fallback={<BlankPage />}>
      <MatrixPage
        search={search}
        onSearch={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
      />
    </Suspense>
  );
}
