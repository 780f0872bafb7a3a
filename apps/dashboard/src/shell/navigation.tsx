import type { Permission } from "@gatehouse/api";
import { ActionIcon } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { useImpersonator, useSession } from "../session/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import {
  AccessIcon,
  AccountIcon,
  AuditIcon,
  DocumentIcon,
  MembersIcon,
  MenuIcon,
  ProgramIcon,
  RolesIcon,
  SecurityIcon,
  SettingsIcon,
} from "../ui/icons.tsx";
import { words } from "../words.ts";
import { Installation } from "./installation.tsx";
import classes from "./navigation.module.css";
import { type Look, Place } from "./place.tsx";

interface NavigationProps {
  /** The organization whose pages are listed. */
  readonly slug: string | undefined;
  readonly onGo?: () => void;
}

/** Whether the person's role in that organization opens a page of it. */
function useOpens(slug: string | undefined, permission: Permission): boolean {
  const organization = useSession()?.organizations.find((each) => each.slug === slug);
  return organization?.permissions.includes(permission) ?? false;
}

const Yours = ({ link }: { readonly link: Look }) => (
  <Place title={words.shell.you}>
    <li>
      <Link to="/security" {...link}>
        <SecurityIcon /> {words.shell.security}
      </Link>
    </li>
    <li>
      <Link to="/account" {...link}>
        <AccountIcon /> {words.account.nav}
      </Link>
    </li>
  </Place>
);

/** The pages of the organization, and below the rule those of the installation and of the person. */
export function Navigation({ slug, onGo }: NavigationProps) {
  const mayAudit = useOpens(slug, "audit:read");
  const mayKeys = useOpens(slug, "api_key:read");
  const mayRoles = useOpens(slug, "role:read");
  const isActing = useImpersonator() !== null;
  const link = { className: classes.link, activeProps: { className: classes.here }, ...(onGo && { onClick: onGo }) };
  return (
    <nav aria-label={words.shell.navigation}>
      {slug !== undefined && (
        <Place title={words.shell.organization}>
          <li>
            <Link to="/o/$slug/documents" params={{ slug }} {...link}>
              <DocumentIcon /> {words.shell.documents}
            </Link>
          </li>
          <li>
            <Link to="/o/$slug/members" params={{ slug }} {...link}>
              <MembersIcon /> {words.shell.members}
            </Link>
          </li>
          {mayRoles && (
            <li>
              <Link to="/o/$slug/roles" params={{ slug }} {...link}>
                <RolesIcon /> {words.shell.roles}
              </Link>
            </li>
          )}
          {mayAudit && (
            <li>
              <Link to="/o/$slug/audit" params={{ slug }} {...link}>
                <AuditIcon /> {words.shell.audit}
              </Link>
            </li>
          )}
          <li>
            <Link to="/o/$slug/access" params={{ slug }} {...link}>
              <AccessIcon /> {words.shell.access}
            </Link>
          </li>
          {mayKeys && (
            <li>
              <Link to="/o/$slug/keys" params={{ slug }} {...link}>
                <ProgramIcon /> {words.shell.keys}
              </Link>
            </li>
          )}
          <li>
            <Link to="/o/$slug/settings" params={{ slug }} {...link}>
              <SettingsIcon /> {words.shell.settings}
            </Link>
          </li>
        </Place>
      )}
      <Installation link={link} />
      {!isActing && <Yours link={link} />}
    </nav>
  );
}

/** The same on a phone, behind a button. */
export function MobileNavigation({ slug }: { readonly slug: string | undefined }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <div className={classes.mobile}>
      <ActionIcon aria-label={words.shell.menu} aria-expanded={isOpen} onClick={open}>
        <MenuIcon size={22} />
      </ActionIcon>
      <Dialog title={words.shell.menu} isOpen={isOpen} onClose={close} isFullScreen>
        <Navigation slug={slug} onGo={close} />
      </Dialog>
    </div>
  );
}
