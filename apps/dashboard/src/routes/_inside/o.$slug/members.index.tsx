import type { Permission } from "@gatehouse/api";
import { createFileRoute } from "@tanstack/react-router";
import { requestListOptions } from "../../../access/queries.ts";
import { RequestSection } from "../../../access/request-section.tsx";
import { InvitationSection } from "../../../invitations/invitation-section.tsx";
import { InvitePeople } from "../../../invitations/invite-people.tsx";
import { invitationListOptions } from "../../../invitations/queries.ts";
import { MemberFind } from "../../../members/member-find.tsx";
import { MemberRegister } from "../../../members/member-register.tsx";
import { memberListOptions } from "../../../members/queries.ts";
import { useMay, useOrganization } from "../../../session/organization.tsx";
import { holds } from "../../../session/session.ts";
import { BlankPage } from "../../../ui/blank.tsx";
import { Page } from "../../../ui/page.tsx";
import { members } from "../../../words/members.ts";
import { type Search, textIn } from "../../-search.ts";

export const Route = createFileRoute("/_inside/o/$slug/members/")({
  validateSearch: (search: Search): { readonly search?: string | undefined } => ({ search: textIn(search, "search") }),
  loader: async ({ context: { queryClient, session, organizationId }, location }) => {
    if (organizationId === undefined) return;
    const search = textIn(location.search, "search");
    const may = (permission: Permission) => holds(session, organizationId, permission);
    // What people asked for stands above the list, and would push it down if it came later.
    await Promise.all([
      queryClient.ensureInfiniteQueryData(memberListOptions(organizationId, search)),
      may("member:invite") && queryClient.ensureInfiniteQueryData(invitationListOptions(organizationId)),
      may("member:change_role") && queryClient.ensureQueryData(requestListOptions(organizationId)),
    ]);
  },
  pendingComponent: BlankPage,
  component: Members,
});

function Members() {
  const { name, personal } = useOrganization();
  const { search } = Route.useSearch();
  const navigate = Route.useNavigate();
  const onSearch = (next: string | undefined) =>
    void navigate({ search: { search: next }, replace: true, resetScroll: false });
  const mayInvite = useMay("member:invite") && !personal;
  const mayAnswer = useMay("member:change_role") && !personal;
  const { title, subtitle, subtitlePersonal } = members;
  return (
    <Page
      title={title}
      tab={`${title} · ${name}`}
      subtitle={personal ? subtitlePersonal : subtitle(name)}
      actions={mayInvite && <InvitePeople />}
    >
      {mayAnswer && <RequestSection />}
      {!personal && <MemberFind search={search} onSearch={onSearch} />}
      <MemberRegister search={search} />
      {mayInvite && <InvitationSection />}
    </Page>
  );
}
