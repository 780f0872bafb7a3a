import { useParams } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { preferredOrganization } from "../session/last-organization.ts";
import type { CurrentSession } from "../session/session.ts";
import { words } from "../words.ts";
import { AccountMenu } from "./account-menu.tsx";
import { MobileNavigation, Navigation } from "./navigation.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { PaletteButton } from "./palette-button.tsx";
import classes from "./shell.module.css";
import { ThemeMenu } from "./theme-menu.tsx";

// Nearly nobody ever sees it.
const ActingBanner = lazy(async () => ({ default: (await import("./acting-banner.tsx")).ActingBanner }));

interface ShellProps {
  readonly session: CurrentSession;
  readonly children: ReactNode;
}

/** What stands around every page inside: which organization this is, the ways through it, and who you are. */
export function Shell({ session, children }: ShellProps) {
  const { slug } = useParams({ strict: false });
  const named = session.organizations.find((organization) => organization.slug === slug);
  const organization = named ?? preferredOrganization(session);
  const { user, impersonator } = session;
  return (
    <div className={classes.shell} data-acting={impersonator !== null || undefined}>
      <a href="#content" className={classes.skip}>
        {words.common.skip}
      </a>
      {impersonator !== null && (
        <Suspense fallback={<div className={classes.banner} />}>
          <ActingBanner className={classes.banner} user={user} impersonator={impersonator} />
        </Suspense>
      )}
      <header className={classes.header}>
        <MobileNavigation slug={organization?.slug} />
        <OrganizationSwitcher organization={organization} organizations={session.organizations} />
        <div className={classes.end}>
          <PaletteButton session={session} organization={organization} />
          <ThemeMenu />
          <AccountMenu user={user} isActing={impersonator !== null} />
        </div>
      </header>
      <div className={classes.side}>
        <Navigation slug={organization?.slug} />
      </div>
      <main id="content" className={classes.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
