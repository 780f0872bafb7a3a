import { useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useSignOut } from "../session/leaving.ts";
import { type CurrentOrganization, type CurrentSession, needsFactor } from "../session/session.ts";
import { AccountIcon, LeaveIcon, MoonIcon, PlusIcon, SecurityIcon, SunIcon, SystemIcon } from "../ui/icons.tsx";
import { Seal } from "../ui/seal.tsx";
import { invitations } from "../words/invitations.ts";
import { keys } from "../words/keys.ts";
import { palette } from "../words/palette.ts";
import { roleBook } from "../words/role-book.ts";
import { words } from "../words.ts";
import { placesFor } from "./palette-places.ts";
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
  /** Said beside it, at the end of the line. */
  readonly hint?: string | undefined;
  /** It ends something: it never stands first because it was used last. */
  readonly isFinal?: boolean;
  readonly run: () => void;
}

export interface CommandsProps {
  readonly session: CurrentSession;
  /** The one that the page stands in. */
  readonly organization: CurrentOrganization | undefined;
  readonly onAsk: (asked: Asked) => void;
}

type Navigate = ReturnType<typeof useNavigate>;

/** The permissions that somebody holds there now: none before they have the second factor that their role needs. */
const heldIn = (session: CurrentSession, organization: CurrentOrganization) =>
  needsFactor(session, organization.id) ? [] : organization.permissions;

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

/** What is the person's own, whatever the organization. */
function useOwn(navigate: Navigate): readonly Command[] {
  const themes = useThemes();
  const signOut = useSignOut();
  const own = { group: groups.you };
  const { security, signOut: leave } = words.shell;
  const [toSecurity, toAccount] = [() => void navigate({ to: "/security" }), () => void navigate({ to: "/account" })];
  return [
    { ...own, id: "/security", label: security, also: also.security, mark: <SecurityIcon />, run: toSecurity },
    { ...own, id: "/account", label: words.account.nav, also: also.account, mark: <AccountIcon />, run: toAccount },
    ...themes,
    {
      ...own,
      id: "out",
      label: leave,
      also: also.signOut,
      mark: <LeaveIcon />,
      isFinal: true,
      run: () => signOut.mutate(),
    },
  ];
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

/** Everything that the person may open or do from here, group by group. */
export function useCommands(props: CommandsProps): readonly Command[] {
  const navigate = useNavigate();
  const own = useOwn(navigate);
  const others = useOthers(props, navigate);
  const { organization, onAsk } = props;
  const here = organization === undefined ? [] : pagesIn(organization, props, navigate);
  const deeds = organization === undefined ? [] : deedsIn(organization, props, navigate);
  const found = deed("new-organization", words.shell.newOrganization, also.newOrganization, () =>
    onAsk("organization"),
  );
  return [...here, ...deeds, found, ...others, ...own];
}
