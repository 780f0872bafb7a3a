import type { CurrentSession } from "./session.ts";

const KEY = "gatehouse-organization";

// Storage may be closed to us (a private window, a policy): then nothing is remembered.
function quietly<Value>(run: () => Value): Value | null {
  try {
    return run();
  } catch {
    return null;
  }
}

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
