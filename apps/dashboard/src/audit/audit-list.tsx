import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useOrganization } from "../session/organization.tsx";
import { LoadMore } from "../ui/load-more.tsx";
import { Empty } from "../ui/page.tsx";
import { Refused } from "../ui/refused.tsx";
import { TextButton } from "../ui/text-button.tsx";
import { audit } from "../words/audit.ts";
import { words } from "../words.ts";
import classes from "./audit.module.css";
import { type AuditSearch, isFiltered } from "./audit-search.ts";
import { EventRegister } from "./event-register.tsx";
import { auditListOptions } from "./queries.ts";

const says = audit;
const Histogram = lazy(async () => ({ default: (await import("./histogram.tsx")).Histogram }));

interface AuditListProps {
  readonly search: AuditSearch;
  readonly people: ReadonlyMap<string, string>;
  readonly onSearch: (search: AuditSearch) => void;
}

const None = ({ search, onSearch }: Pick<AuditListProps, "search" | "onSearch">) =>
  isFiltered(search) ? (
    <Empty title={says.noMatchTitle} action={<Button onClick={() => onSearch({})}>{says.filters.clear}</Button>}>
      {says.noMatch}
    </Empty>
  ) : (
    <Empty title={says.emptyTitle}>{says.empty}</Empty>
  );

/** The events that are asked for. Those before stay in sight until the next ones are there. */
export function AuditList({ search, people, onSearch }: AuditListProps) {
  const { id, slug } = useOrganization();
  const list = useInfiniteQuery({ ...auditListOptions(id, search), placeholderData: keepPreviousData });
  const events = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const more = (
    <LoadMore
      hasMore={list.hasNextPage}
      isFetching={list.isFetchingNextPage}
      refusal={list.isFetchNextPageError ? refusalOf(list.error) : null}
      onMore={() => void list.fetchNextPage()}
    />
  );
  if (list.data === undefined) {
    return list.error === null ? (
      <p role="status">{words.common.loading}</p>
    ) : (
      <div className={classes.failed}>
        <Refused refusal={refusalOf(list.error)} />
        <Button onClick={() => void list.refetch()}>{words.common.tryAgain}</Button>
      </div>
    );
  }
  if (events.length === 0) return <None search={search} onSearch={onSearch} />;
  return (
    <div className={classes.list} data-old={list.isPlaceholderData || undefined} aria-busy={list.isPlaceholderData}>
      <Suspense fallback={<div className={classes.chartBlank} />}>
        <Histogram events={events} />
      </Suspense>
      <div className={classes.count}>
        <p role="status">{says.filters.count(events.length, list.hasNextPage)}</p>
        {isFiltered(search) && <TextButton onClick={() => onSearch({})}>{says.filters.clear}</TextButton>}
      </div>
      <EventRegister events={events} people={people} slug={slug} />
      {more}
    </div>
  );
}
