import { createFileRoute, redirect } from "@tanstack/react-router";
import { preferredOrganization } from "../session/last-organization.ts";
import { sessionOptions } from "../session/session.ts";
import { BrokenAlone } from "../ui/alone.tsx";

// No page of its own: the first page is the organization where the person worked last.
export const Route = createFileRoute("/")({
  errorComponent: BrokenAlone,
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.fetchQuery(sessionOptions());
    if (session === null) throw redirect({ to: "/sign-in" });
    const organization = preferredOrganization(session);
    if (organization === undefined) throw redirect({ to: "/security" });
    throw redirect({ to: "/o/$slug/documents", params: { slug: organization.slug }, replace: true });
  },
});
