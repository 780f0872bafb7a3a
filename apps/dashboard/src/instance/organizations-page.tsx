import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Moment } from "../ui/moment.tsx";
import { Empty, Page } from "../ui/page.tsx";
import { Cell, Register, Row } from "../ui/register.tsx";
import { Seal } from "../ui/seal.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { instance } from "../words/instance.ts";
import { Found } from "./found.tsx";
import classes from "./instance.module.css";
import { More } from "./more.tsx";
import { type AnyOrganization, organizationsOptions } from "./queries.ts";
import { SearchForm } from "./search-form.tsx";
import { Unanswered } from "./unanswered.tsx";

const says = instance.organizations;

const OrganizationRow = ({ organization }: { readonly organization: AnyOrganization }) => (
  <Row>
    <Cell>
      <span className={classes.named}>
        <Seal organizationId={organization.id} />
        <span>
          <Link
            to="/instance/organizations/$organizationId"
            params={{ organizationId: organization.id }}
            className={classes.link}
          >
            {organization.name}
          </Link>{" "}
          {organization.deletesAt !== null && <Stamp tone="copper">{says.leaving}</Stamp>}
          <span className={classes.email}>{organization.slug}</span>
        </span>
      </span>
    </Cell>
    <Cell tone="soft" label={says.columns.members}>
      {says.members(organization.members, organization.memberLimit)}
    </Cell>
    <Cell tone="soft" label={says.columns.since}>
      <Moment at={organization.createdAt} as="day" />
    </Cell>
  </Row>
);

const OrganizationRegister = ({ organizations }: { readonly organizations: readonly AnyOrganization[] }) => (
  <Register
    label={says.title}
    columns={[says.columns.name, says.columns.members, says.columns.since]}
    tracks="minmax(0, 1fr) 130px 110px"
  >
    {organizations.map((organization) => (
      <OrganizationRow key={organization.id} organization={organization} />
    ))}
  </Register>
);

const None = ({ isSought }: { readonly isSought: boolean }) =>
  isSought ? <Empty title={says.emptyTitle}>{says.empty}</Empty> : <Empty title={says.noneTitle}>{says.none}</Empty>;

function Organizations({ search }: { readonly search: string | undefined }) {
  const list = useInfiniteQuery(organizationsOptions(search));
  const organizations = list.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <Found count={organizations?.length} hasMore={list.hasNextPage} />
      {organizations === undefined && <Unanswered error={list.error} onRetry={() => void list.refetch()} />}
      {organizations?.length === 0 && <None isSought={search !== undefined} />}
      {organizations !== undefined && organizations.length > 0 && (
        <OrganizationRegister organizations={organizations} />
      )}
      {organizations !== undefined && <More list={list} />}
    </>
  );
}

interface OrganizationsPageProps {
  readonly search: string | undefined;
  readonly onSearch: (search: string | undefined) => void;
}

/** Every team organization, to be looked for. */
export const OrganizationsPage = ({ search, onSearch }: OrganizationsPageProps) => (
  <Page title={says.title} subtitle={says.subtitle} isWide>
    <SearchForm says={says} search={search} onSearch={onSearch} />
    <Organizations search={search} />
  </Page>
);
