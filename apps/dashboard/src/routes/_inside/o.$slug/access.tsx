import { createFileRoute } from "@tanstack/react-router";
import { OwnAccess } from "../../../access/own-access.tsx";
import { explainOptions, ownRequestOptions, permissionName } from "../../../access/queries.ts";
import { WhyPage } from "../../../access/why-page.tsx";
import { catalogueOptions } from "../../../roles/queries.ts";
import { useSession } from "../../../session/session.ts";
import { BlankPage } from "../../../ui/blank.tsx";
import { type Search, textIn } from "../../-search.ts";

export const Route = createFileRoute("/_inside/o/$slug/access")({
  validateSearch: (search: Search): { readonly permission?: string | undefined } => ({
    permission: textIn(search, "permission"),
  }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queryClient, session, organizationId }, deps: { permission } }) => {
    const catalogue = await queryClient.ensureQueryData(catalogueOptions());
    if (organizationId === undefined || permission === undefined) return;
    // The page says so of what is no permission; the server would refuse to explain it.
    if (permissionName(catalogue, permission) === undefined) return;
    await Promise.all([
      queryClient.ensureQueryData(ownRequestOptions(organizationId)),
      queryClient.fetchQuery(explainOptions(organizationId, session.user.id, permission)),
    ]);
  },
  pendingComponent: BlankPage,
  component: Access,
});

function Access() {
  const { permission } = Route.useSearch();
  const userId = useSession()?.user.id;
  if (permission === undefined || userId === undefined) return <OwnAccess />;
  return <WhyPage permission={permission} userId={userId} />;
}
