import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { roleListOptions } from "../../../members/queries.ts";
import { BackToRoles } from "../../../roles/back-to-roles.tsx";
import { DeleteRole } from "../../../roles/delete-role.tsx";
import { catalogueOptions, type Role } from "../../../roles/queries.ts";
import { RoleEditor, RoleReader } from "../../../roles/role-editor.tsx";
import { useMay, useOrganization } from "../../../session/organization.tsx";
import { holds } from "../../../session/session.ts";
import { BlankPage } from "../../../ui/blank.tsx";
import { Lacking } from "../../../ui/lacking.tsx";
import { Missing } from "../../../ui/missing.tsx";
import { Page } from "../../../ui/page.tsx";
import { roleBook } from "../../../words/role-book.ts";

export const Route = createFileRoute("/_inside/o/$slug/roles/$key")({
  loader: async ({ context: { queryClient, session, organizationId } }) => {
    if (organizationId === undefined || !holds(session, organizationId, "role:read")) return;
    const roles = queryClient.ensureQueryData(roleListOptions(organizationId));
    await Promise.all([roles, queryClient.ensureQueryData(catalogueOptions())]);
  },
  pendingComponent: BlankPage,
  component: () => (useMay("role:read") ? <OneRole /> : <Lacking permission="role:read" />),
});

const { permissions, members, readOnly, gone, goneTitle } = roleBook;

/** Why this person may not change the role; undefined where they may. The server judges anew. */
function useBar({ key, builtIn, resolved }: Role): string | undefined {
  const { role: mine, permissions: held } = useOrganization();
  const mayManage = useMay("role:manage");
  if (builtIn) return readOnly.builtIn;
  if (key === mine) return readOnly.own;
  if (!mayManage) return readOnly.reader;
  const mayDo: readonly string[] = held;
  return resolved.every((permission) => mayDo.includes(permission)) ? undefined : readOnly.more;
}

function RolePage({ role }: { readonly role: Role }) {
  const { name } = useOrganization();
  const bar = useBar(role);
  return (
    <>
      <BackToRoles />
      <Page
        title={role.name}
        tab={`${role.name} · ${name}`}
        subtitle={`${permissions(role.resolved.length)} · ${roleBook.columns.members} ${members(role.members)}`}
        actions={bar === undefined && <DeleteRole role={role} />}
      >
        {bar === undefined ? <RoleEditor role={role} /> : <RoleReader role={role} why={bar} />}
      </Page>
    </>
  );
}

function OneRole() {
  const { key } = Route.useParams();
  const { data } = useSuspenseQuery(roleListOptions(useOrganization().id));
  const role = data.items.find((each) => each.key === key);
  // Anew after each save, so that what is typed is held against what stands.
  return role ? <RolePage key={JSON.stringify(role)} role={role} /> : <Missing title={goneTitle} explanation={gone} />;
}
