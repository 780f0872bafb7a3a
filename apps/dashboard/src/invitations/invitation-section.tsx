import { refusalOf } from "@gatehouse/auth/react";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useOrganization } from "../session/organization.tsx";
import { LoadMore } from "../ui/load-more.tsx";
import { Moment } from "../ui/moment.tsx";
import { Section } from "../ui/page.tsx";
import { Cell, Register, Row } from "../ui/register.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { invitations } from "../words/invitations.ts";
import { InvitationWays } from "./invitation-ways.tsx";
import classes from "./invitations.module.css";
import { type Invitation, invitationListOptions } from "./queries.ts";

const { title, none, columns, expires, expired } = invitations;

const InvitationRow = ({ invitation }: { readonly invitation: Invitation }) => (
  <Row>
    <Cell>
      <span className={classes.email}>{invitation.email}</span>
    </Cell>
    <Cell>
      <Stamp>{invitation.roleName}</Stamp>
    </Cell>
    <Cell tone="soft">
      {new Date(invitation.expiresAt) < new Date() ? (
        <Stamp tone="copper">{expired}</Stamp>
      ) : (
        <>
          {expires} <Moment at={invitation.expiresAt} as="day" />
        </>
      )}
    </Cell>
    <Cell>
      <InvitationWays invitation={invitation} />
    </Cell>
  </Row>
);

function InvitationRegister() {
  const { id } = useOrganization();
  const list = useSuspenseInfiniteQuery(invitationListOptions(id));
  const invited = list.data.pages.flatMap(({ items }) => items);
  if (invited.length === 0) return <p className={classes.none}>{none}</p>;
  return (
    <>
      <Register
        label={title}
        columns={[columns.address, columns.role, columns.expires, columns.more]}
        tracks="minmax(0, 1fr) 110px 190px 226px"
        isUnderHeading
        hidesLast
      >
        {invited.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </Register>
      <LoadMore
        hasMore={list.hasNextPage}
        isFetching={list.isFetchingNextPage}
        refusal={list.isFetchNextPageError ? refusalOf(list.error) : null}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  );
}

/** Who is invited and has not joined yet. */
export const InvitationSection = () => (
  <div className={classes.place}>
    <Section title={title}>
      <InvitationRegister />
    </Section>
  </div>
);
