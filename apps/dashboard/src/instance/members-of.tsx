import { Link } from "@tanstack/react-router";
import { useRuns } from "../session/session.ts";
import { Moment } from "../ui/moment.tsx";
import { Cell, Register, Row } from "../ui/register.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { instance } from "../words/instance.ts";
import classes from "./instance.module.css";
import type { OneOrganization } from "./queries.ts";

const { members: title, columns, factor } = instance.organization;

interface MembersOfProps {
  readonly members: readonly OneOrganization["members"]["items"][number][];
}

/** Who belongs to an organization; each leads to the person, for whoever may look people up. */
export function MembersOf({ members }: MembersOfProps) {
  const mayLook = useRuns("instance:users");
  return (
    <Register
      label={title}
      columns={[columns.name, columns.role, columns.factor, columns.since]}
      tracks="minmax(0, 1fr) 120px 116px 106px"
      isUnderHeading
    >
      {members.map(({ userId, name, email, roleName, mfa, joinedAt }) => (
        <Row key={userId}>
          <Cell>
            {mayLook ? (
              <Link to="/instance/people/$userId" params={{ userId }} className={classes.link}>
                {name}
              </Link>
            ) : (
              <span className={classes.name}>{name}</span>
            )}
            <span className={classes.email}>{email}</span>
          </Cell>
          <Cell>
            <Stamp isTyped>{roleName}</Stamp>
          </Cell>
          <Cell tone="soft" label={columns.factor}>
            {mfa ? factor.on : factor.off}
          </Cell>
          <Cell tone="soft" label={columns.since}>
            <Moment at={joinedAt} as="day" />
          </Cell>
        </Row>
      ))}
    </Register>
  );
}
