import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import { roleListOptions } from "../../../members/queries.ts";
import classes from "../../../roles/roles.module.css";
import { useMay, useOrganization } from "../../../session/organization.tsx";
import { holds } from "../../../session/session.ts";
import { BlankPage } from "../../../ui/blank.tsx";
import { PlusIcon } from "../../../ui/icons.tsx";
import { Lacking } from "../../../ui/lacking.tsx";
import { LinkButton } from "../../../ui/link-button.tsx";
import { Page } from "../../../ui/page.tsx";
import { Cell, Register, Row } from "../../../ui/register.tsx";
import { Stamp } from "../../../ui/stamp.tsx";
import { matrix } from "../../../words/matrix.ts";
import { roleBook } from "../../../words/role-book.ts";

export const Route = createFileRoute("/_inside/o/$slug/roles/")({
  loader: async ({ context: { queryClient, session, organizationId } }) => {
    if (organizationId === undefined || !holds(session, organizationId, "role:read")) return;
    await queryClient.ensureQueryData(roleListOptions(organizationId));
  },
  pendingComponent: BlankPage,
  component: () => (useMay("role:read") ? <Roles /> : <Lacking permission="role:read" />),
});

const { title, subtitle, columns, builtIn, own, yours, permissions, members, create } = roleBook;

function Roles() {
  const { id, name, slug, role: mine } = useOrganization();
  const mayManage = useMay("role:manage");
  const { data } = useSuspenseQuery(roleListOptions(id));
  const action = (
    <>
      <LinkButton to="/o/$slug/roles/matrix" params={{ slug }}>
        {matrix.open}
      </LinkButton>
      {mayManage && (
        <LinkButton to="/o/$slug/roles/new" params={{ slug }} variant="filled" leftSection={<PlusIcon size={16} />}>
          {create}
        </LinkButton>
      )}
    </>
  );
  return (
    <Page title={title} tab={`${title} · ${name}`} subtitle={subtitle(name)} actions={action}>
      <Register
        label={title}
        columns={[columns.name, columns.kind, columns.holds, columns.members]}
        tracks="minmax(0, 1fr) 120px 140px 110px"
      >
        {data.items.map((role) => (
          <Row key={role.key}>
            <Cell>
              <Link to="/o/$slug/roles/$key" params={{ slug, key: role.key }} className={classes.title}>
                {role.name}
              </Link>{" "}
              {role.key === mine && <Stamp tone="act">{yours}</Stamp>}
            </Cell>
            <Cell>
              <Stamp>{role.builtIn ? builtIn : own}</Stamp>
            </Cell>
            <Cell tone="soft">{permissions(role.resolved.length)}</Cell>
            <Cell tone="soft" label={columns.members}>
              {members(role.members)}
            </Cell>
          </Row>
        ))}
      </Register>
    </Page>
  );
}
