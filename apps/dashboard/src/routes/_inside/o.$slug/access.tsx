import { createFileRoute } from "@tanstack/react-router";
import { OwnAccess } from "../../../access/own-access.tsx";
import { explainOptions, ownRequestOptions } from "../../../access/queries.ts";
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
    const catalogue = queryClient.ensureQueryData(catalogueOptions());
    if (organizationId !== undefined && permission !== undefined) {
      const own = queryClient.ensureQueryData(ownRequestOptions(organizationId));
      await queryClient.fetchQuery(explainOptions(organizationId, session.user.id, permission));
      await own;
    }
    await catalogue;
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
