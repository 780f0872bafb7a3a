import { refusalOf } from "@gatehouse/auth/react";
import { VisuallyHidden } from "@mantine/core";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { useOrganization } from "../session/organization.tsx";
import { LoadMore } from "../ui/load-more.tsx";
import { Empty } from "../ui/page.tsx";
import { Register } from "../ui/register.tsx";
import { members } from "../words/members.ts";
import type { MemberAct } from "./acts.ts";
import { MemberRow } from "./member-row.tsx";
import { type Member, memberListOptions } from "./queries.ts";

// Its forms come when something is chosen.
const MemberDialog = lazy(async () => ({ default: (await import("./member-dialog.tsx")).MemberDialog }));

/** What was chosen in a row's menu. The number tells one choice from the next, so that each dialog begins anew. */
interface Choice {
  readonly member: Member;
  readonly what: MemberAct;
  readonly isOpen: boolean;
  readonly number: number;
}

interface MemberRegisterProps {
  /** Whose name or address begins so; everybody, unless given. */
  readonly search: string | undefined;
}

/** Who belongs to the organization, and what can be done with each. Those before stay in sight until others are found. */
export function MemberRegister({ search }: MemberRegisterProps) {
  const { id } = useOrganization();
  const list = useSuspenseInfiniteQuery(memberListOptions(id, useDeferredValue(search)));
  const shown = list.data.pages.flatMap(({ items }) => items);
  const [choice, setChoice] = useState<Choice | null>(null);
  const choose = (member: Member, what: MemberAct) =>
    setChoice((before) => ({ member, what, isOpen: true, number: (before?.number ?? 0) + 1 }));
  const { title, columns, find } = members;
  return (
    <>
      {search !== undefined && (
        <VisuallyHidden role="status">{find.found(shown.length, list.hasNextPage)}</VisuallyHidden>
      )}
      {shown.length === 0 && <Empty title={find.noneTitle}>{find.none}</Empty>}
      {shown.length > 0 && (
        <Register
          label={title}
          columns={[columns.name, columns.role, columns.factor, columns.since, columns.more]}
          tracks="minmax(0, 1fr) 148px 104px 100px 36px"
          hidesLast
        >
          {shown.map((member) => (
            <MemberRow key={member.userId} member={member} onAct={(what) => choose(member, what)} />
          ))}
        </Register>
      )}
      <LoadMore
        hasMore={list.hasNextPage}
        isFetching={list.isFetchingNextPage}
        refusal={list.isFetchNextPageError ? refusalOf(list.error) : null}
        onMore={() => void list.fetchNextPage()}
      />
      <Suspense>
        {choice && (
          <MemberDialog key={choice.number} {...choice} onClose={() => setChoice({ ...choice, isOpen: false })} />
        )}
      </Suspense>
    </>
  );
}
