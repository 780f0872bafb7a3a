import { createFileRoute, Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { rememberOrganization } from "../../../session/last-organization.ts";
import { OrganizationProvider } from "../../../session/organization.tsx";
import { useSession } from "../../../session/session.ts";
import { useSealOnTab } from "../../../shell/favicon.ts";
import { Missing } from "../../../ui/missing.tsx";
import { words } from "../../../words.ts";

export const Route = createFileRoute("/_inside/o/$slug")({
  // The loaders below need the id; where there is none they load nothing, and the page below says so.
  beforeLoad: ({ context, params }) => ({
    organizationId: context.session.organizations.find(({ slug }) => slug === params.slug)?.id,
  }),
  component: InOrganization,
});

function InOrganization() {
  const { slug } = Route.useParams();
  // From the session and not from the route: a membership that ends takes the page along, at once.
  const organization = useSession()?.organizations.find((each) => each.slug === slug);
  useSealOnTab(organization?.id);
  useEffect(() => {
    if (organization) rememberOrganization(organization.slug);
  }, [organization]);
  if (organization === undefined) {
    return <Missing title={words.missing.organizationTitle} explanation={words.missing.organization} />;
  }
  return (
    <OrganizationProvider key={organization.id} value={organization}>
      <Outlet />
    </OrganizationProvider>
  );
}
