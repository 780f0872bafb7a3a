import { ActionIcon, Menu } from "@mantine/core";
import { useMay, useOrganization } from "../session/organization.tsx";
import { useImpersonator } from "../session/session.ts";
import { MoreIcon } from "../ui/icons.tsx";
import { members } from "../words/members.ts";
import type { MemberAct } from "./member-dialog.tsx";
import type { Member } from "./queries.ts";

const says = members;

/** What this person may do with that member. The server judges anew: this hides only what is refused for sure. */
function useActs(member: Member, isMe: boolean): readonly MemberAct[] {
  const { role, personal } = useOrganization();
  const mayChange = useMay("member:change_role");
  const mayRemove = useMay("member:remove");
  const isActing = useImpersonator() !== null;
  if (isMe) return personal || isActing ? [] : ["leave"];
  if (member.role === "owner" && role !== "owner") return [];
  return [
    ...(mayChange ? (["change"] as const) : []),
    ...(mayRemove && member.mfa ? (["reset"] as const) : []),
    ...(mayRemove ? (["remove"] as const) : []),
  ];
}

interface MemberMenuProps {
  readonly member: Member;
  readonly isMe: boolean;
  readonly onAct: (what: MemberAct) => void;
}

/** The ways of one row, behind a button. */
export function MemberMenu({ member, isMe, onAct }: MemberMenuProps) {
  const acts = useActs(member, isMe);
  if (acts.length === 0) return null;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon aria-label={says.more(member.name)}>
          <MoreIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map((act) => (
          <Menu.Item key={act} {...(act !== "change" && { color: "danger" })} onClick={() => onAct(act)}>
            {says[act].open}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
