import type { Permission } from "@gatehouse/api";
import type { InstancePermission } from "@gatehouse/auth";
import {
  AccessIcon,
  AuditIcon,
  DocumentIcon,
  HouseIcon,
  MembersIcon,
  ProgramIcon,
  RolesIcon,
  SettingsIcon,
} from "../ui/icons.tsx";
import { acting } from "../words/acting.ts";
import { matrix } from "../words/matrix.ts";
import { palette } from "../words/palette.ts";
import { words } from "../words.ts";

interface Place {
  readonly to: `/o/$slug/${string}`;
  readonly label: string;
  readonly also?: string;
  readonly Icon: typeof AuditIcon;
  /** The permission without which the page stays closed; null for a page that is everybody's. */
  readonly needs: Permission | null;
}

const { shell } = words;
const { also } = palette;
const { installation } = acting;

const PLACES = [
  { to: "/o/$slug/documents", label: shell.documents, Icon: DocumentIcon, needs: "document:read" },
  { to: "/o/$slug/members", label: shell.members, also: also.members, Icon: MembersIcon, needs: "member:read" },
  { to: "/o/$slug/roles", label: shell.roles, also: also.roles, Icon: RolesIcon, needs: "role:read" },
  { to: "/o/$slug/roles/matrix", label: matrix.title, also: also.matrix, Icon: RolesIcon, needs: "role:read" },
  { to: "/o/$slug/audit", label: shell.audit, also: also.audit, Icon: AuditIcon, needs: "audit:read" },
  { to: "/o/$slug/access", label: shell.access, also: also.access, Icon: AccessIcon, needs: null },
  { to: "/o/$slug/keys", label: shell.keys, also: also.keys, Icon: ProgramIcon, needs: "api_key:read" },
  {
    to: "/o/$slug/settings",
    label: shell.settings,
    also: also.settings,
    Icon: SettingsIcon,
    needs: "organization:read",
  },
] as const satisfies readonly Place[];

/** The pages of an organization that somebody may open who holds these permissions in it. */
export const placesFor = (held: readonly Permission[]) =>
  PLACES.filter(({ needs }) => needs === null || held.includes(needs));

const INSTALLATION = [
  { to: "/instance/people", label: installation.people, Icon: MembersIcon, needs: "instance:users" },
  {
    to: "/instance/organizations",
    label: installation.organizations,
    Icon: HouseIcon,
    needs: "instance:organizations",
  },
  { to: "/instance/grants", label: installation.grants, Icon: RolesIcon, needs: "instance:grants" },
  { to: "/instance/log", label: installation.log, Icon: AuditIcon, needs: "instance:audit" },
] as const;

/** The pages of the installation that somebody may open whose grant holds these. */
export const installationFor = (held: readonly InstancePermission[]) =>
  INSTALLATION.filter(({ needs }) => held.includes(needs));
