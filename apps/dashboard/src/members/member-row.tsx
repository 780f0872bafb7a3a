import type { Answers } from "../api/client.ts";
import { useSession } from "../session/session.ts";
import { Moment } from "../ui/moment.tsx";
import { Cell, Row } from "../ui/register.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { words } from "../words.ts";
import classes from "./member-row.module.css";

type Member = Answers["member"]["list"]["items"][number];

/** One member in the register. */
export function MemberRow({ member }: { readonly member: Member }) {
  const isMe = useSession()?.user.id === member.userId;
  const role = words.roles[member.role as keyof typeof words.roles] ?? member.role;
  return (
    <Row>
      <Cell>
        <span className={classes.name}>{member.name}</span> {isMe && <Stamp tone="act">{words.members.you}</Stamp>}
        <span className={classes.email}>{member.email}</span>
      </Cell>
      <Cell>
        <Stamp>{role}</Stamp>
      </Cell>
      <Cell tone="soft" label={words.members.columns.since}>
        <Moment at={member.joinedAt} as="day" />
      </Cell>
    </Row>
  );
}
