import { useSession } from "../session/session.ts";
import { Email } from "../ui/email.tsx";
import { CheckIcon, NoneIcon } from "../ui/icons.tsx";
import { Moment } from "../ui/moment.tsx";
import { Cell, Row } from "../ui/register.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { members } from "../words/members.ts";
import type { MemberAct } from "./acts.ts";
import { MemberMenu } from "./member-menu.tsx";
import classes from "./members.module.css";
import type { Member } from "./queries.ts";

const { columns, factor, you } = members;

/** Whether there is a second factor: by a word, and a sign beside it. */
function Factor({ member: { mfa, needsFactor } }: Pick<MemberRowProps, "member">) {
  if (needsFactor) return <Stamp tone="copper">{factor.needed}</Stamp>;
  return (
    <span className={classes.factor} data-on={mfa || undefined}>
      {mfa ? <CheckIcon size={14} /> : <NoneIcon size={14} />}
      {mfa ? factor.on : factor.off}
    </span>
  );
}

interface MemberRowProps {
  readonly member: Member;
  readonly onAct: (what: MemberAct) => void;
}

/** One member in the register. */
export function MemberRow({ member, onAct }: MemberRowProps) {
  const isMe = useSession()?.user.id === member.userId;
  return (
    <Row>
      <Cell>
        <span className={classes.person}>
          <span className={classes.name}>{member.name}</span> {isMe && <Stamp tone="act">{you}</Stamp>}
          <span className={classes.email}>
            <Email address={member.email} />
          </span>
        </span>
      </Cell>
      <Cell>
        <Stamp isTyped>{member.roleName}</Stamp>
      </Cell>
      <Cell tone="soft" label={columns.factor}>
        <Factor member={member} />
      </Cell>
      <Cell tone="soft" label={columns.since}>
        <Moment at={member.joinedAt} as="day" />
      </Cell>
      <Cell>
        <span className={classes.menu}>
          <MemberMenu member={member} onAct={onAct} />
        </span>
      </Cell>
    </Row>
  );
}
