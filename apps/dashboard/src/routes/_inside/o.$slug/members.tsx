import { refusalOf } from "@gatehouse/auth/react";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { trpc } from "../../../api/client.ts";
import { MemberRow } from "../../../members/member-row.tsx";
import { useOrganization } from "../../../session/organization.tsx";
import { BlankPage } from "../../../ui/blank.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { Page } from "../../../ui/page.tsx";
import { Register } from "../../../ui/register.tsx";
import { words } from "../../../words.ts";

const memberListOptions = (organizationId: string) =>
  trpc.member.list.infiniteQueryOptions({ organizationId }, { getNextPageParam: ({ nextCursor }) => nextCursor });

export const Route = createFileRoute("/_inside/o/$slug/members")({
  loader: async ({ context: { queryClient, organizationId } }) => {
    if (organizationId !== undefined) await queryClient.ensureInfiniteQueryData(memberListOptions(organizationId));
  },
  pendingComponent: BlankPage,
  component: Members,
});

function Members() {
  const { id, name, personal } = useOrganization();
  const list = useSuspenseInfiniteQuery(memberListOptions(id));
  const { title, subtitle, subtitlePersonal, columns } = words.members;
  return (
    <Page title={title} tab={`${title} · ${name}`} subtitle={personal ? subtitlePersonal : subtitle(name)}>
      <Register label={title} columns={[columns.name, columns.role, columns.since]} tracks="minmax(0, 1fr) 110px 130px">
        {list.data.pages
          .flatMap(({ items }) => items)
          .map((member) => (
            <MemberRow key={member.userId} member={member} />
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
