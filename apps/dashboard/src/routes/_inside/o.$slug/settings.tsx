import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { trpc } from "../../../api/client.ts";
import { useMay, useOrganization } from "../../../session/organization.tsx";
import { Identity } from "../../../settings/identity.tsx";
import { NameForm } from "../../../settings/name-form.tsx";
import { BlankPage } from "../../../ui/blank.tsx";
import { Page, Section } from "../../../ui/page.tsx";
import { words } from "../../../words.ts";

const organizationOptions = (organizationId: string) => trpc.organization.get.queryOptions({ organizationId });

export const Route = createFileRoute("/_inside/o/$slug/settings")({
  loader: async ({ context: { queryClient, organizationId } }) => {
    if (organizationId !== undefined) await queryClient.ensureQueryData(organizationOptions(organizationId));
  },
  pendingComponent: BlankPage,
  component: Settings,
});

function Settings() {
  const { id } = useOrganization();
  const { data: organization } = useSuspenseQuery(organizationOptions(id));
  const mayUpdate = useMay("organization:update");
  const { title, subtitle } = words.settings;
  return (
    <Page title={title} tab={`${title} · ${organization.name}`} subtitle={subtitle(organization.name)}>
      <Section title={words.settings.name}>
        <NameForm key={organization.name} organization={organization} mayUpdate={mayUpdate} />
      </Section>
      <Section title={words.settings.identity}>
        <Identity organization={organization} />
      </Section>
    </Page>
  );
}
