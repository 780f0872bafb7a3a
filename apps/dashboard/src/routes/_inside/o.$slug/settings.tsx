import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useMay, useOrganization } from "../../../session/organization.tsx";
import { useCan, useImpersonator } from "../../../session/session.ts";
import { DeletingPage } from "../../../settings/deleting-page.tsx";
import { Identity } from "../../../settings/identity.tsx";
import { organizationOptions } from "../../../settings/queries.ts";
import { BlankPage } from "../../../ui/blank.tsx";
import { Page, Section } from "../../../ui/page.tsx";
import { organization as says } from "../../../words/organization.ts";
import { words } from "../../../words.ts";

const NameForm = lazy(async () => ({ default: (await import("../../../settings/name-form.tsx")).NameForm }));
const Danger = lazy(async () => ({ default: (await import("../../../settings/danger.tsx")).Danger }));
const RequirementsForm = lazy(async () => ({
  default: (await import("../../../settings/requirements-form.tsx")).RequirementsForm,
}));

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
  const mayDelete = useMay("organization:delete");
  const mayRestore = useCan("organization:delete", id);
  const mayRequire = useImpersonator() === null && mayUpdate && !organization.personal;
  const { name, slug, personal, deletesAt } = organization;
  const { title, subtitle } = words.settings;
  if (deletesAt !== null)
    return <DeletingPage organization={organization} deletesAt={deletesAt} mayRestore={mayRestore} />;
  return (
    <Suspense fallback={<BlankPage />}>
      <Page title={title} tab={`${title} · ${name}`} subtitle={subtitle(name)}>
        <Section title={words.settings.name}>
          <NameForm key={`${name}/${slug}`} organization={organization} mayUpdate={mayUpdate} />
        </Section>
        {mayRequire && (
          <Section title={says.requirements.title}>
            <Suspense fallback={<p role="status">{words.common.loading}</p>}>
              <RequirementsForm />
            </Suspense>
          </Section>
        )}
        <Section title={words.settings.identity}>
          <Identity organization={organization} />
        </Section>
        {mayDelete && !personal && (
          <Section title={says.danger.title}>
            <Danger organization={organization} />
          </Section>
        )}
      </Page>
    </Suspense>
  );
}
