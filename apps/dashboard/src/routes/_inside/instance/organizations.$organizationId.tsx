import { createFileRoute } from "@tanstack/react-router";
import { OrganizationPage } from "../../../instance/organization-page.tsx";
import { useRuns } from "../../../session/session.ts";
import { Missing } from "../../../ui/missing.tsx";
import { instance } from "../../../words/instance.ts";

export const Route = createFileRoute("/_inside/instance/organizations/$organizationId")({ component: OneOrganization });

function OneOrganization() {
  const { organizationId } = Route.useParams();
  return useRuns("instance:organizations") ? (
    <OrganizationPage key={organizationId} organizationId={organizationId} />
  ) : (
    <Missing explanation={instance.missing} />
  );
}
