import { useSession } from "../session/session.ts";
import { Moment } from "../ui/moment.tsx";
import { Cell, Row } from "../ui/register.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { members } from "../words/members.ts";
import type { MemberAct } from "./member-dialog.tsx";
import { MemberMenu } from "./member-menu.tsx";
import classes from "./members.module.css";
import type { Member } from "./queries.ts";

const { columns, factor, you } = members;

/** Roles that a team organization lets in with a second factor alone. */
const GUARDED: readonly string[] = ["owner", "admin"];

function Factor({ member }: { readonly member: Member }) {
  if (member.mfa) return <span className={classes.factor}>{factor.on}</span>;
  if (GUARDED.includes(member.role)) return <Stamp tone="copper">{factor.needed}</Stamp>;
  return <span className={classes.factor}>{factor.off}</span>;
}

interface MemberRowProps {
  readonly member: Member;
  readonly isPersonal: boolean;
  readonly onAct: (what: MemberAct) => void;
}

/** One member in the register. */
export function MemberRow({ member, isPersonal, onAct }: MemberRowProps) {
  const isMe = useSession()?.user.id === member.userId;
  return (
    <Row>
      <Cell>
        <span className={classes.person}>
          <span className={classes.name}>{member.name}</span> {isMe && <Stamp tone="act">{you}</Stamp>}
          <span className={classes.email}>{member.email}</span>
        </span>
      </Cell>
      <Cell>
        <Stamp>{member.roleName}</Stamp>
      </Cell>
      <Cell tone="soft" label={columns.factor}>
        {isPersonal ? <span>{member.mfa ? factor.on : factor.off}</span> : <Factor member={member} />}
      </Cell>
      <Cell tone="soft" label={columns.since}>
        <Moment at={member.joinedAt} as="day" />
      </Cell>
      <Cell>
        <span className={classes.menu}>
          <MemberMenu member={member} isMe={isMe} onAct={onAct} />
        </span>
      </Cell>
    </Row>
  );
}
