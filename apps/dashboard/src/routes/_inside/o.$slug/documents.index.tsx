import { refusalOf } from "@gatehouse/auth/react";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import classes from "../../../documents/documents.module.css";
import { documentListOptions } from "../../../documents/queries.ts";
import { useMay, useOrganization } from "../../../session/organization.tsx";
import { BlankPage } from "../../../ui/blank.tsx";
import { PlusIcon } from "../../../ui/icons.tsx";
import { LinkButton } from "../../../ui/link-button.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { Empty, Page } from "../../../ui/page.tsx";
import { Cell, Register, Row } from "../../../ui/register.tsx";
import { words } from "../../../words.ts";

export const Route = createFileRoute("/_inside/o/$slug/documents/")({
  loader: async ({ context: { queryClient, organizationId } }) => {
    if (organizationId !== undefined) await queryClient.ensureInfiniteQueryData(documentListOptions(organizationId));
  },
  pendingComponent: BlankPage,
  component: Documents,
});

function Documents() {
  const organization = useOrganization();
  const mayWrite = useMay("document:write");
  const list = useSuspenseInfiniteQuery(documentListOptions(organization.id));
  const documents = list.data.pages.flatMap(({ items }) => items);
  const { slug } = organization;

  const create = mayWrite && (
    <LinkButton to="/o/$slug/documents/new" params={{ slug }} variant="filled" leftSection={<PlusIcon size={16} />}>
      {words.documents.create}
    </LinkButton>
  );
  const subtitle = organization.personal
    ? words.documents.subtitlePersonal
    : words.documents.subtitle(organization.name);
  const tab = `${words.documents.title} · ${organization.name}`;

  if (documents.length === 0) {
    return (
      <Page title={words.documents.title} tab={tab} subtitle={subtitle}>
        <Empty title={words.documents.emptyTitle} action={create}>
          {mayWrite
            ? organization.personal
              ? words.documents.emptyPersonal
              : words.documents.empty
            : words.documents.emptyReader}
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={words.documents.title} tab={tab} subtitle={subtitle} actions={create}>
      <Register
        label={words.documents.title}
        columns={[words.documents.columns.title, words.documents.columns.changed]}
        tracks="minmax(0, 1fr) 160px"
      >
        {documents.map(({ id, title, updatedAt }) => (
          <Row key={id}>
            <Cell>
              <Link to="/o/$slug/documents/$documentId" params={{ slug, documentId: id }} className={classes.title}>
                {title}
              </Link>
            </Cell>
            <Cell tone="soft" label={words.documents.columns.changed}>
              <Moment at={updatedAt} />
            </Cell>
          </Row>
        ))}
      </Register>
      <LoadMore
        hasMore={list.hasNextPage}
        isFetching={list.isFetchingNextPage}
        refusal={list.isFetchNextPageError ? refusalOf(list.error) : null}
        onMore={() => void list.fetchNextPage()}
      />
    </Page>
  );
}
