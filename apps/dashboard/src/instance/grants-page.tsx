import { useInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useRuns } from "../session/session.ts";
import { PlusIcon } from "../ui/icons.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Empty, Page } from "../ui/page.tsx";
import { Register } from "../ui/register.tsx";
import { instance } from "../words/instance.ts";
import type { Act, Subject } from "./act-dialog.tsx";
import { GrantRow } from "./grant-row.tsx";
import { More } from "./more.tsx";
import { grantsOptions } from "./queries.ts";
import { Unanswered } from "./unanswered.tsx";

const says = instance.grants;
const ActDialog = lazy(async () => ({ default: (await import("./act-dialog.tsx")).ActDialog }));

/** What was chosen in a row's menu. The number tells one choice from the next, so that each dialog begins anew. */
interface Choice {
  readonly person: Subject;
  readonly act: Act;
  readonly isOpen: boolean;
  readonly number: number;
}

function Grants() {
  const list = useInfiniteQuery(grantsOptions());
  const [choice, setChoice] = useState<Choice | null>(null);
  const choose = (person: Subject, act: Act) =>
    setChoice((before) => ({ person, act, isOpen: true, number: (before?.number ?? 0) + 1 }));
  if (list.data === undefined) return <Unanswered error={list.error} onRetry={() => void list.refetch()} />;
  const grants = list.data.pages.flatMap(({ items }) => items);
  if (grants.length === 0) return <Empty title={says.emptyTitle}>{says.empty}</Empty>;
  const { name, may, since, more } = says.columns;
  return (
    <>
      <Register
        label={says.title}
        columns={[name, may, since, more]}
        tracks="minmax(0, 1fr) minmax(0, 1.2fr) 110px 40px"
        hidesLast
      >
        {grants.map((grant) => (
          <GrantRow key={grant.userId} grant={grant} onAct={choose} />
        ))}
      </Register>
      <More list={list} />
      <Suspense>
        {choice && (
          <ActDialog key={choice.number} {...choice} onClose={() => setChoice({ ...choice, isOpen: false })} />
        )}
      </Suspense>
    </>
  );
}

/** Who runs the installation, and what of it. */
export function GrantsPage() {
  const find = useRuns("instance:users") && (
    <LinkButton to="/instance/people" variant="filled" leftSection={<PlusIcon size={16} />} title={says.findHint}>
      {says.find}
    </LinkButton>
  );
  return (
    <Page title={says.title} subtitle={says.subtitle} actions={find}>
      <Grants />
    </Page>
  );
}
