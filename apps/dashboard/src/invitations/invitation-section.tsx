import { refusalOf } from "@gatehouse/auth/react";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useOrganization } from "../session/organization.tsx";
import { Email } from "../ui/email.tsx";
import { LoadMore } from "../ui/load-more.tsx";
import { Moment } from "../ui/moment.tsx";
import { Section } from "../ui/page.tsx";
import { Cell, Register, Row } from "../ui/register.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { invitations } from "../words/invitations.ts";
import { InvitationWays } from "./invitation-ways.tsx";
import classes from "./invitations.module.css";
import { type Invitation, invitationListOptions } from "./queries.ts";

const { title, none, columns, expired } = invitations;

const Expiry = ({ at }: { readonly at: string }) =>
  new Date(at) < new Date() ? (
    <Cell>
      <Stamp tone="copper">{expired}</Stamp>
    </Cell>
  ) : (
    <Cell tone="soft" label={columns.expires}>
      <Moment at={at} as="day" />
    </Cell>
  );

const InvitationRow = ({ invitation }: { readonly invitation: Invitation }) => (
  <Row>
    <Cell>
      <span className={classes.email}>
        <Email address={invitation.email} />
      </span>
    </Cell>
    <Cell>
      <Stamp isTyped>{invitation.roleName}</Stamp>
    </Cell>
    <Expiry at={invitation.expiresAt} />
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
        tracks="minmax(0, 1fr) 148px 104px 210px"
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
