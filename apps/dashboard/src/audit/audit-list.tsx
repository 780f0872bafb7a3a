import { refusalOf } from "@gatehouse/auth/react";
import { Button } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useOrganization } from "../session/organization.tsx";
import { LoadMore } from "../ui/load-more.tsx";
import { Empty } from "../ui/page.tsx";
import { Refused } from "../ui/refused.tsx";
import { TextButton } from "../ui/text-button.tsx";
import { audit } from "../words/audit.ts";
import { words } from "../words.ts";
import classes from "./audit.module.css";
import { type AuditSearch, filterOf, isFiltered } from "./audit-search.ts";
import { EventRegister } from "./event-register.tsx";
import { TailBar } from "./tail-bar.tsx";
import type { useEvents } from "./use-events.ts";
import { useAway, useTail } from "./use-tail.ts";

const says = audit;
const Histogram = lazy(async () => ({ default: (await import("./histogram.tsx")).Histogram }));

type EventList = ReturnType<typeof useEvents>;

interface AuditListProps {
  readonly list: EventList;
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

const Coming = ({ list }: { readonly list: EventList }) =>
  list.error === null ? (
    <p role="status">{words.common.loading}</p>
  ) : (
    <div className={classes.failed}>
      <Refused refusal={refusalOf(list.error)} />
      <Button onClick={() => void list.refetch()}>{words.common.tryAgain}</Button>
    </div>
  );

/** The events that are asked for, and those that come meanwhile. Those before stay in sight until the next ones are there. */
export function AuditList({ list, search, people, onSearch }: AuditListProps) {
  const { slug } = useOrganization();
  const about = JSON.stringify(filterOf(search));
  const events = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const { ref, isAway } = useAway();
  const tail = useTail(events, about, list.data !== undefined && !list.isPlaceholderData, isAway);
  if (list.data === undefined) return <Coming list={list} />;
  if (events.length === 0) return <None search={search} onSearch={onSearch} />;
  return (
    <div className={classes.list} data-old={list.isPlaceholderData || undefined} aria-busy={list.isPlaceholderData}>
      <Suspense fallback={<div className={classes.chartBlank} />}>
        <Histogram events={tail.shown} />
      </Suspense>
      <div className={classes.count} ref={ref}>
        <p>{says.filters.count(tail.shown.length, list.hasNextPage)}</p>
        {isFiltered(search) && <TextButton onClick={() => onSearch({})}>{says.filters.clear}</TextButton>}
        <TailBar tail={tail} hasMore={list.hasNextPage} />
      </div>
      <EventRegister events={tail.shown} people={people} slug={slug} newest={tail.arrived} />
      <LoadMore
        hasMore={list.hasNextPage}
        isFetching={list.isFetchingNextPage}
        refusal={list.isFetchNextPageError ? refusalOf(list.error) : null}
        onMore={() => void list.fetchNextPage()}
      />
    </div>
  );
}
