import { useMatches } from "@tanstack/react-router";

/** The same section in the other organization: from its members to the other's members. */
export function useSection() {
  const ids = useMatches({ select: (matches) => matches.map(({ routeId }) => routeId as string) });
  if (ids.some((id) => id.includes("/members/"))) return "/o/$slug/members" as const;
  return ids.some((id) => id.endsWith("/settings")) ? ("/o/$slug/settings" as const) : ("/o/$slug/documents" as const);
}
