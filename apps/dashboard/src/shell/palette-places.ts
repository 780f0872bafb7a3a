import type { Permission } from "@gatehouse/api";
import { matrix } from "../words/matrix.ts";
import { roleBook } from "../words/role-book.ts";
import { words } from "../words.ts";

interface Place {
  readonly to: `/o/$slug/${string}`;
  readonly label: string;
  /** The permission without which the page stays closed; null for a page that is everybody's. */
  readonly needs: Permission | null;
}

const PLACES = [
  { to: "/o/$slug/documents", label: words.shell.documents, needs: "document:read" },
  { to: "/o/$slug/members", label: words.shell.members, needs: "member:read" },
  { to: "/o/$slug/roles", label: words.shell.roles, needs: "role:read" },
  { to: "/o/$slug/roles/matrix", label: matrix.title, needs: "role:read" },
  { to: "/o/$slug/roles/new", label: roleBook.newTitle, needs: "role:manage" },
  { to: "/o/$slug/audit", label: words.shell.audit, needs: "audit:read" },
  { to: "/o/$slug/access", label: words.shell.access, needs: null },
  { to: "/o/$slug/keys", label: words.shell.keys, needs: "api_key:read" },
  { to: "/o/$slug/settings", label: words.shell.settings, needs: "organization:read" },
] as const satisfies readonly Place[];

/** The pages of an organization that somebody may open who holds these permissions in it. */
export const placesFor = (held: readonly Permission[]) =>
  PLACES.filter(({ needs }) => needs === null || held.includes(needs));
