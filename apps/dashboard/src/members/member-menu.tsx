import { ActionIcon, Menu } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { useMay, useOrganization } from "../session/organization.tsx";
import { useSession } from "../session/session.ts";
import { MoreIcon } from "../ui/icons.tsx";
import { members } from "../words/members.ts";
import { type MemberAct, useActs } from "./acts.ts";
import type { Member } from "./queries.ts";

const says = members;
const MenuLink = createLink(Menu.Item<"a">);

/** To everything that the member may do, and why. */
function AccessItem({ member: { userId } }: { readonly member: Member }) {
  const { slug } = useOrganization();
  return useSession()?.user.id === userId ? (
    <MenuLink component="a" to="/o/$slug/access" params={{ slug }}>
      {says.access.own}
    </MenuLink>
  ) : (
    <MenuLink component="a" to="/o/$slug/members/$userId" params={{ slug, userId }}>
      {says.access.theirs}
    </MenuLink>
  );
}

interface MemberMenuProps {
  readonly member: Member;
  readonly onAct: (what: MemberAct) => void;
}

/** The ways of one row, behind a button. */
export function MemberMenu({ member, onAct }: MemberMenuProps) {
  const acts = useActs(member);
  const { personal } = useOrganization();
  const mayLook = useMay("role:read") && !personal;
  if (acts.length === 0 && !mayLook) return null;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon aria-label={says.more(member.name)}>
          <MoreIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayLook && <AccessItem member={member} />}
        {acts.map((act) => (
          <Menu.Item key={act} {...(act !== "change" && { color: "danger" })} onClick={() => onAct(act)}>
            {says[act].open}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
