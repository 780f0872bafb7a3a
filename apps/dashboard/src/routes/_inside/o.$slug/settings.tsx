import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { memberOptions, roleListOptions } from "../../../members/queries.ts";
import { useMay, useOrganization } from "../../../session/organization.tsx";
import { holds, useImpersonator } from "../../../session/session.ts";
import { Identity } from "../../../settings/identity.tsx";
import { organizationOptions, requirementsOptions } from "../../../settings/queries.ts";
import { BlankPage } from "../../../ui/blank.tsx";
import { Page, Section } from "../../../ui/page.tsx";
import { organization as says } from "../../../words/organization.ts";
import { settings } from "../../../words/settings.ts";

const NameForm = lazy(async () => ({ default: (await import("../../../settings/name-form.tsx")).NameForm }));
const Danger = lazy(async () => ({ default: (await import("../../../settings/danger.tsx")).Danger }));
const RequirementsForm = lazy(async () => ({
  default: (await import("../../../settings/requirements-form.tsx")).RequirementsForm,
}));

export const Route = createFileRoute("/_inside/o/$slug/settings")({
  loader: async ({ context: { queryClient, session, organizationId } }) => {
    if (organizationId === undefined) return;
    const { personal } = await queryClient.ensureQueryData(organizationOptions(organizationId));
    // What the sections below stand on comes with the page, so that none of them moves another when it arrives.
    if (personal || !holds(session, organizationId, "organization:update")) return;
    const [{ breakGlassUserId }] = await Promise.all([
      queryClient.ensureQueryData(requirementsOptions(organizationId)),
      holds(session, organizationId, "role:read") && queryClient.ensureQueryData(roleListOptions(organizationId)),
    ]);
    if (breakGlassUserId === null || !holds(session, organizationId, "member:read")) return;
    await queryClient.ensureQueryData(memberOptions(organizationId, breakGlassUserId));
  },
  pendingComponent: BlankPage,
  component: Settings,
});

function Settings() {
  const { id } = useOrganization();
  const { data: organization } = useSuspenseQuery(organizationOptions(id));
  const mayUpdate = useMay("organization:update");
  const mayDelete = useMay("organization:delete");
  const isActing = useImpersonator() !== null;
  const mayRequire = !isActing && mayUpdate && !organization.personal;
  const { name, slug, personal } = organization;
  const { title, subtitle, subtitlePersonal } = settings;
  return (
    <Suspense fallback={<BlankPage />}>
      <Page title={title} tab={`${title} · ${name}`} subtitle={personal ? subtitlePersonal : subtitle(name)}>
        <Section title={settings.name}>
          <NameForm key={`${name}/${slug}`} organization={organization} mayUpdate={mayUpdate} />
        </Section>
        {mayRequire && (
          <Section title={says.requirements.title}>
            <RequirementsForm />
          </Section>
        )}
        <Section title={settings.identity}>
          <Identity organization={organization} />
        </Section>
        {!personal && !isActing && (
          <Section id="danger" title={says.danger.title}>
            <Danger organization={organization} mayDelete={mayDelete} />
          </Section>
        )}
      </Page>
    </Suspense>
  );
}
