import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { BackToRoles } from "../../../roles/back-to-roles.tsx";
import { catalogueOptions } from "../../../roles/queries.ts";
import { useMay } from "../../../session/organization.tsx";
import { BlankPage } from "../../../ui/blank.tsx";
import { Lacking } from "../../../ui/lacking.tsx";
import { Page } from "../../../ui/page.tsx";
import { roleBook } from "../../../words/role-book.ts";
import { words } from "../../../words.ts";

const NewRoleForm = lazy(async () => ({ default: (await import("../../../roles/new-role-form.tsx")).NewRoleForm }));

export const Route = createFileRoute("/_inside/o/$slug/roles/new")({
  loader: async ({ context: { queryClient } }) => void (await queryClient.ensureQueryData(catalogueOptions())),
  pendingComponent: BlankPage,
  component: NewRole,
});

function NewRole() {
  if (!useMay("role:manage")) return <Lacking permission="role:manage" />;
  return (
    <>
      <BackToRoles />
      <Page title={roleBook.newTitle} subtitle={roleBook.newSubtitle}>
        <Suspense fallback={<p role="status">{words.common.loading}</p>}>
          <NewRoleForm />
        </Suspense>
      </Page>
    </>
  );
}
