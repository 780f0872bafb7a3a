import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { MemberAccess } from "../../../access/member-access.tsx";
import { MemberWhy } from "../../../access/member-why.tsx";
import { ANYTHING, explainOptions, permissionName } from "../../../access/queries.ts";
import { memberOptions, roleListOptions } from "../../../members/queries.ts";
import { catalogueOptions } from "../../../roles/queries.ts";
import { useMay, useOrganization } from "../../../session/organization.tsx";
import { holds } from "../../../session/session.ts";
import { BlankPage } from "../../../ui/blank.tsx";
import { Lacking } from "../../../ui/lacking.tsx";
import { Missing } from "../../../ui/missing.tsx";
import { memberAccess } from "../../../words/access.ts";
import { type Search, textIn } from "../../-search.ts";

export const Route = createFileRoute("/_inside/o/$slug/members/$userId")({
  validateSearch: (search: Search): { readonly permission?: string | undefined } => ({
    permission: textIn(search, "permission"),
  }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient, session, organizationId }, params: { userId }, deps: { permission } }) => {
    if (organizationId === undefined || !holds(session, organizationId, "role:read")) return;
    const [member, catalogue] = await Promise.all([
      queryClient.ensureQueryData(memberOptions(organizationId, userId)),
      queryClient.ensureQueryData(catalogueOptions()),
      queryClient.ensureQueryData(roleListOptions(organizationId)),
    ]);
    // The page says so of who is no member, and of what is no permission; the server would refuse to explain it.
    if (member === null) return;
    if (permissionName(catalogue, permission ?? ANYTHING) === undefined) return;
    await queryClient.fetchQuery(explainOptions(organizationId, userId, permission ?? ANYTHING));
  },
  pendingComponent: BlankPage,
  component: OneMember,
});

function OneMember() {
  if (!useMay("role:read")) return <Lacking permission="role:read" />;
  return <Known />;
}

function Known() {
  const { userId } = Route.useParams();
  const { permission } = Route.useSearch();
  const { data: member } = useSuspenseQuery(memberOptions(useOrganization().id, userId));
  if (member === null) return <Missing title={memberAccess.noneTitle} explanation={memberAccess.none} />;
  if (permission === undefined) return <MemberAccess member={member} />;
  return <MemberWhy member={member} permission={permission} />;
}
