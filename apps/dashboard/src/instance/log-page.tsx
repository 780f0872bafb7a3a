import { useInfiniteQuery } from "@tanstack/react-query";
import { EventRegister } from "../audit/event-register.tsx";
import { Empty, Page } from "../ui/page.tsx";
import { instance } from "../words/instance.ts";
import { More } from "./more.tsx";
import { logOptions } from "./queries.ts";
import { Unanswered } from "./unanswered.tsx";

const says = instance.log;

function Events() {
  const list = useInfiniteQuery(logOptions());
  if (list.data === undefined) return <Unanswered error={list.error} onRetry={() => void list.refetch()} />;
  const events = list.data.pages.flatMap(({ items }) => items);
  if (events.length === 0) return <Empty title={says.emptyTitle}>{says.empty}</Empty>;
  const people = list.data.pages.flatMap((page) => page.people.map(({ id, name }) => [id, name] as const));
  return (
    <>
      <EventRegister events={events} people={new Map(people)} />
      <More list={list} />
    </>
  );
}

/** What happened in no organization, and to all of them. */
export const LogPage = () => (
  <Page title={says.title} subtitle={says.subtitle} isWide>
    <Events />
  </Page>
);
