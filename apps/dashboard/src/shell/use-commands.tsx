import { useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useStopActing } from "../session/acting.ts";
import { useSignOut } from "../session/leaving.ts";
import { isOpenTo } from "../session/organization.tsx";
import { type CurrentOrganization, type CurrentSession, obstacleIn } from "../session/session.ts";
import { AccountIcon, LeaveIcon, MoonIcon, PlusIcon, SecurityIcon, SunIcon, SystemIcon } from "../ui/icons.tsx";
import { Seal } from "../ui/seal.tsx";
import { acting } from "../words/acting.ts";
import { invitations } from "../words/invitations.ts";
import { keys } from "../words/keys.ts";
import { palette } from "../words/palette.ts";
import { roleBook } from "../words/role-book.ts";
import { words } from "../words.ts";
import { installationFor, placesFor } from "./palette-places.ts";
import { roleIn } from "./role-in.ts";
import { useSection } from "./use-section.ts";

const { groups, also } = palette;
const SCHEMES = { light: SunIcon, dark: MoonIcon, auto: SystemIcon } as const;

/** A form that the palette leads to, and that stands on whatever page there is. */
export type Asked = "invite" | "key" | "organization";

/** One line of the palette. */
export interface Command {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** Other words for it, which nobody sees. */
  readonly also?: string | undefined;
  readonly mark?: ReactNode;
  /** Said below it. */
  readonly description?: string;
  /** Said beside it, at the end of the line. */
  readonly hint?: string | undefined;
  /** It never stands first because it was used last: it ends something, or is somebody. */
  readonly isForgotten?: boolean;
  readonly run: () => void;
}

export interface CommandsProps {
  readonly session: CurrentSession;
  /** The one that the page stands in. */
  readonly organization: CurrentOrganization | undefined;
  readonly onAsk: (asked: Asked) => void;
}

type Navigate = ReturnType<typeof useNavigate>;

/** The permissions that may be used there now: none while something keeps the person from all of it; for whoever acts as the person, fewer. */
export const heldIn = (session: CurrentSession, { id, permissions }: CurrentOrganization) =>
  obstacleIn(session, id) !== undefined ? [] : permissions.filter((permission) => isOpenTo(session, permission));

const deed = (id: string, label: string, words: string, run: () => void): Command => ({
  id,
  group: groups.do,
  label,
  also: words,
  mark: <PlusIcon />,
  run,
});

/** What can be made or begun in the organization. */
function deedsIn(organization: CurrentOrganization, { session, onAsk }: CommandsProps, navigate: Navigate) {
  const held = heldIn(session, organization);
  const params = { slug: organization.slug };
  const write = () => void navigate({ to: "/o/$slug/documents/new", params });
  const makeRole = () => void navigate({ to: "/o/$slug/roles/new", params });
  return [
    held.includes("document:write") && deed("new-document", words.documents.create, also.newDocument, write),
    held.includes("member:invite") &&
      !organization.personal &&
      deed("invite", invitations.open, also.invite, () => onAsk("invite")),
    held.includes("role:manage") && deed("new-role", roleBook.newTitle, also.newRole, makeRole),
    held.includes("api_key:manage") && deed("new-key", keys.create, also.newKey, () => onAsk("key")),
  ].filter((each) => each !== false);
}

const pagesIn = (organization: CurrentOrganization, { session }: CommandsProps, navigate: Navigate) =>
  placesFor(heldIn(session, organization)).map(
    ({ to, Icon, ...place }): Command => ({
      ...place,
      id: to,
      group: groups.here(organization.name),
      mark: <Icon />,
      run: () => void navigate({ to, params: { slug: organization.slug } }),
    }),
  );

function useThemes(): readonly Command[] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = (["light", "dark", "auto"] as const).filter((scheme) => scheme !== colorScheme);
  return schemes.map((scheme) => {
    const Icon = SCHEMES[scheme];
    return {
      id: `theme-${scheme}`,
      group: groups.you,
      label: `${words.shell.theme}: ${words.shell.themes[scheme]}`,
      also: also.theme,
      mark: <Icon />,
      run: () => setColorScheme(scheme),
    };
  });
}

/** The person's own pages, which whoever acts as them finds closed. */
const ownPages = (navigate: Navigate): readonly Command[] => [
  {
    id: "/security",
    group: groups.you,
    label: words.shell.security,
    also: also.security,
    mark: <SecurityIcon />,
    run: () => void navigate({ to: "/security" }),
  },
  {
    id: "/account",
    group: groups.you,
    label: words.account.nav,
    also: also.account,
    mark: <AccountIcon />,
    run: () => void navigate({ to: "/account" }),
  },
];

/** The way out: for whoever acts as the person, back to themselves. */
function useWayOut({ user, impersonator }: CurrentSession): Command {
  const signOut = useSignOut();
  const stop = useStopActing(user.id);
  const line = { id: "out", group: groups.you, also: also.signOut, mark: <LeaveIcon />, isForgotten: true };
  return impersonator === null
    ? { ...line, label: words.shell.signOut, run: () => signOut.mutate() }
    : { ...line, label: acting.stopNamed(user.name), run: () => stop.mutate() };
}

function useOthers({ session, organization }: CommandsProps, navigate: Navigate): readonly Command[] {
  const to = useSection();
  return session.organizations
    .filter(({ id }) => id !== organization?.id)
    .map((each) => ({
      id: each.id,
      group: groups.switch,
      label: each.name,
      also: also.switch,
      mark: <Seal organizationId={each.id} size={20} />,
      hint: roleIn(each),
      run: () => void navigate({ to, params: { slug: each.slug } }),
    }));
}

const installationOf = ({ instance, impersonator }: CurrentSession, navigate: Navigate) =>
  installationFor(impersonator === null ? instance : []).map(
    ({ to, Icon, ...place }): Command => ({
      ...place,
      id: to,
      group: acting.installation.title,
      mark: <Icon />,
      run: () => void navigate({ to }),
    }),
  );

/** Everything that the person may open or do from here, group by group. */
export function useCommands(props: CommandsProps): readonly Command[] {
  const navigate = useNavigate();
  const themes = useThemes();
  const wayOut = useWayOut(props.session);
  const others = useOthers(props, navigate);
  const { session, organization, onAsk } = props;
  const here = organization === undefined ? [] : pagesIn(organization, props, navigate);
  const deeds = organization === undefined ? [] : deedsIn(organization, props, navigate);
  const found = () => onAsk("organization");
  const mine = [deed("new-organization", words.shell.newOrganization, also.newOrganization, found)];
  const [founding, pages] = session.impersonator === null ? [mine, ownPages(navigate)] : [[], []];
  const installation = installationOf(session, navigate);
  return [...here, ...deeds, ...founding, ...others, ...installation, ...pages, ...themes, wayOut];
}
