import { Menu, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { useStopActing } from "../session/acting.ts";
import { useSignOut } from "../session/leaving.ts";
import type { CurrentSession } from "../session/session.ts";
import { AccountIcon, LeaveIcon, SecurityIcon } from "../ui/icons.tsx";
import { acting } from "../words/acting.ts";
import { words } from "../words.ts";
import classes from "./account-menu.module.css";

const MenuLink = createLink(Menu.Item<"a">);

const initialsOf = (name: string): string => {
  const parts = name.trim().split(/\s+/);
  const ends = [parts.at(0), parts.length > 1 ? parts.at(-1) : undefined];
  return ends
    .map((part) => [...(part ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
};

function StopItem({ user }: { readonly user: CurrentSession["user"] }) {
  const stop = useStopActing(user.id);
  return (
    <Menu.Item leftSection={<LeaveIcon />} onClick={() => stop.mutate()}>
      {acting.stopNamed(user.name)}
    </Menu.Item>
  );
}

interface AccountMenuProps {
  readonly user: CurrentSession["user"];
  /** Somebody else acts as the user: the user's own pages are closed to them, and the way out is back to themselves. */
  readonly isActing: boolean;
}

/** Who is signed in here, and the way out. */
export function AccountMenu({ user, isActing }: AccountMenuProps) {
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <VisuallyHidden>
            {words.shell.account}: {user.name}
          </VisuallyHidden>
          <span className={classes.initials} aria-hidden="true">
            {initialsOf(user.name)}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <p className={classes.name}>{user.name}</p>
          <p className={classes.email}>{user.email}</p>
        </div>
        <Menu.Divider />
        {isActing ? (
          <StopItem user={user} />
        ) : (
          <>
            <MenuLink component="a" to="/security" leftSection={<SecurityIcon />}>
              {words.shell.security}
            </MenuLink>
            <MenuLink component="a" to="/account" leftSection={<AccountIcon />}>
              {words.account.nav}
            </MenuLink>
            <Menu.Item leftSection={<LeaveIcon />} onClick={() => signOut.mutate()}>
              {signOut.isPending ? words.shell.signingOut : words.shell.signOut}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
