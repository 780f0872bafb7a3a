import { Menu, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { useSignOut } from "../session/leaving.ts";
import type { CurrentSession } from "../session/session.ts";
import { AccountIcon, LeaveIcon, SecurityIcon } from "../ui/icons.tsx";
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

interface AccountMenuProps {
  readonly user: CurrentSession["user"];
  /** Somebody else acts as the user: the banner holds their way out, and the user's own pages are closed to them. */
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
        {!isActing && (
          <>
            <Menu.Divider />
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
