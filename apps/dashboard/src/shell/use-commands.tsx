import { useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useSignOut } from "../session/leaving.ts";
import { type CurrentOrganization, type CurrentSession, needsFactor } from "../session/session.ts";
import { Seal } from "../ui/seal.tsx";
import { invitations } from "../words/invitations.ts";
import { palette } from "../words/palette.ts";
import { words } from "../words.ts";
import { placesFor } from "./palette-places.ts";
import { roleIn } from "./role-in.ts";
import { useSection } from "./use-section.ts";

const { groups, also } = palette;
const SCHEMES = ["light", "dark", "auto"] as const;

/** A form that the palette leads to, and that stands on whatever page there is. */
export type Asked = "invite" | "organization";

/** One line of the palette. */
export interface Command {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** Other words for it, which nobody sees. */
  readonly also?: string | undefined;
  readonly mark?: ReactNode;
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

/** What can be made or begun in the organization. */
function deedsOf({ session, organization, onAsk }: CommandsProps, navigate: Navigate): readonly Command[] {
  const held = organization === undefined ? [] : heldIn(session, organization);
  const group = groups.do;
  const found: Command[] = [];
  if (organization !== undefined && held.includes("document:write")) {
    const { slug } = organization;
    const run = () => void navigate({ to: "/o/$slug/documents/new", params: { slug } });
    found.push({ id: "new-document", group, label: words.documents.create, also: also.newDocument, run });
  }
  if (organization !== undefined && !organization.personal && held.includes("member:invite")) {
    found.push({ id: "invite", group, label: invitations.open, also: also.invite, run: () => onAsk("invite") });
  }
  const run = () => onAsk("organization");
  return [
    ...found,
    { id: "new-organization", group, label: words.shell.newOrganization, also: also.newOrganization, run },
  ];
}

const pagesOf = ({ session, organization }: CommandsProps, navigate: Navigate): readonly Command[] =>
  organization === undefined
    ? []
    : placesFor(heldIn(session, organization)).map(({ to, label }) => ({
        id: to,
        group: groups.here(organization.name),
        label,
        run: () => void navigate({ to, params: { slug: organization.slug } }),
      }));

/** What is the person's own, whatever the organization. */
function useOwn(navigate: Navigate): readonly Command[] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const group = groups.you;
  const themes = SCHEMES.filter((scheme) => scheme !== colorScheme).map((scheme) => ({
    id: `theme-${scheme}`,
    group,
    label: `${words.shell.theme}: ${words.shell.themes[scheme]}`,
    also: also.theme,
    run: () => setColorScheme(scheme),
  }));
  return [
    { id: "security", group, label: words.shell.security, run: () => void navigate({ to: "/security" }) },
    { id: "account", group, label: words.account.nav, run: () => void navigate({ to: "/account" }) },
    ...themes,
    { id: "sign-out", group, label: words.shell.signOut, also: also.signOut, run: () => signOut.mutate() },
  ];
}

function useOthers({ session, organization }: CommandsProps, navigate: Navigate): readonly Command[] {
  const to = useSection();
  return session.organizations
    .filter(({ id }) => id !== organization?.id)
    .map((each) => ({
      id: each.id,
      group: groups.switch,
      label: `${each.name} · ${roleIn(each)}`,
      also: also.switch,
      mark: <Seal organizationId={each.id} size={20} />,
      run: () => void navigate({ to, params: { slug: each.slug } }),
    }));
}

/** Everything that the person may open or do from here, group by group. */
export function useCommands(props: CommandsProps): readonly Command[] {
  const navigate = useNavigate();
  const deeds = deedsOf(props, navigate);
  const own = useOwn(navigate);
  const others = useOthers(props, navigate);
  return [...pagesOf(props, navigate), ...deeds, ...others, ...own];
}
