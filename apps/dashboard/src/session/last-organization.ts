import { quietly } from "./quietly.ts";
import type { CurrentSession } from "./session.ts";

const KEY = "gatehouse-organization";

/** Remembers where the person worked last: in this tab first, since two tabs may be two tenants. */
export function rememberOrganization(slug: string): void {
  quietly(() => sessionStorage.setItem(KEY, slug));
  quietly(() => localStorage.setItem(KEY, slug));
}

/** The organization to open when the URL names none: the last one, else a team, else the personal one. */
export function preferredOrganization({
  organizations,
}: CurrentSession): CurrentSession["organizations"][number] | undefined {
  const slugs = [quietly(() => sessionStorage.getItem(KEY)), quietly(() => localStorage.getItem(KEY))];
  const remembered = slugs.map((slug) => organizations.find((organization) => organization.slug === slug));
  return remembered.find(Boolean) ?? organizations.find(({ personal }) => !personal) ?? organizations[0];
}
