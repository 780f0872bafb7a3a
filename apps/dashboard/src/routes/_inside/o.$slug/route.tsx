import { createFileRoute, Outlet, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useEnrolment } from "../../../factors/use-enrolment.ts";
import { rememberOrganization } from "../../../session/last-organization.ts";
import { OrganizationProvider } from "../../../session/organization.tsx";
import { type CurrentOrganization, obstacleIn, useImpersonator, useSession } from "../../../session/session.ts";
import { useSealOnTab } from "../../../shell/favicon.ts";
import { BlankPage } from "../../../ui/blank.tsx";
import { Missing } from "../../../ui/missing.tsx";
import { acting } from "../../../words/acting.ts";
import { words } from "../../../words.ts";

const EnrolmentPage = lazy(async () => ({
  default: (await import("../../../factors/enrolment-page.tsx")).EnrolmentPage,
}));
const DeletingPage = lazy(async () => ({
  default: (await import("../../../settings/deleting-page.tsx")).DeletingPage,
}));
const UnmetPage = lazy(async () => ({ default: (await import("../../../access/unmet-page.tsx")).UnmetPage }));

export const Route = createFileRoute("/_inside/o/$slug")({
  // The loaders below need the id; where there is none, or it is not open yet, they load nothing, and the page below says so.
  beforeLoad: ({ context: { session }, params }) => {
    const id = session.organizations.find(({ slug }) => slug === params.slug)?.id;
    return { organizationId: id !== undefined && obstacleIn(session, id) !== undefined ? undefined : id };
  },
  component: InOrganization,
});

function InOrganization() {
  const { slug } = Route.useParams();
  const session = useSession();
  // From the session and not from the route: a membership that ends takes the page along, at once.
  const organization = session?.organizations.find((each) => each.slug === slug);
  useSealOnTab(organization?.id);
  useEffect(() => {
    if (organization) rememberOrganization(organization.slug);
  }, [organization]);
  if (organization === undefined) {
    return <Missing title={words.missing.organizationTitle} explanation={words.missing.organization} />;
  }
  return (
    <OrganizationProvider key={organization.id} value={organization}>
      <Opened organization={organization} obstacle={session ? obstacleIn(session, organization.id) : undefined} />
    </OrganizationProvider>
  );
}

interface OpenedProps {
  readonly organization: CurrentOrganization;
  readonly obstacle: string | undefined;
}

/** The pages of the organization, or the way to what they need. */
function Opened({ organization, obstacle }: OpenedProps) {
  const router = useRouter();
  const enrolment = useEnrolment(() => void router.invalidate());
  const isActing = useImpersonator() !== null;
  // It stands until the recovery codes are saved.
  const isEnrolling = obstacle === "access.mfa_enrollment_required" || enrolment.stage !== null;
  if (!isEnrolling && obstacle === undefined) return <Outlet />;
  if (isEnrolling && isActing) return <Missing title={acting.enrolTitle} explanation={acting.enrol} />;
  return (
    <Suspense fallback={<BlankPage />}>
      {isEnrolling ? (
        <EnrolmentPage organization={organization} enrolment={enrolment} />
      ) : organization.deletesAt !== null ? (
        <DeletingPage organization={organization} deletesAt={organization.deletesAt} />
      ) : (
        <UnmetPage organization={organization} code={obstacle ?? ""} />
      )}
    </Suspense>
  );
}
