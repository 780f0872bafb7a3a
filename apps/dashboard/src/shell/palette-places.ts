import type { Permission } from "@gatehouse/api";
import {
  AccessIcon,
  AuditIcon,
  DocumentIcon,
  MembersIcon,
  ProgramIcon,
  RolesIcon,
  SettingsIcon,
} from "../ui/icons.tsx";
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
