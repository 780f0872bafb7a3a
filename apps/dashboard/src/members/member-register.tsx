import { refusalOf } from "@gatehouse/auth/react";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useOrganization } from "../session/organization.tsx";
import { LoadMore } from "../ui/load-more.tsx";
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

/** Who belongs to the organization, and what can be done with each. */
export function MemberRegister() {
  const { id, personal } = useOrganization();
  const list = useSuspenseInfiniteQuery(memberListOptions(id));
  const [choice, setChoice] = useState<Choice | null>(null);
  const choose = (member: Member, what: MemberAct) =>
    setChoice((before) => ({ member, what, isOpen: true, number: (before?.number ?? 0) + 1 }));
  const { title, columns } = members;
  return (
    <>
      <Register
        label={title}
        columns={[columns.name, columns.role, columns.factor, columns.since, columns.more]}
        tracks="minmax(0, 1fr) 148px 104px 100px 36px"
        hidesLast
      >
        {list.data.pages
          .flatMap(({ items }) => items)
          .map((member) => (
            <MemberRow
              key={member.userId}
              member={member}
              isPersonal={personal}
              onAct={(what) => choose(member, what)}
            />
          ))}
      </Register>
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
