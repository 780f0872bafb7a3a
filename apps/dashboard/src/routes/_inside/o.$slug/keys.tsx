import { createFileRoute } from "@tanstack/react-router";
import { KeysPage } from "../../../keys/keys-page.tsx";
import { keyListOptions } from "../../../keys/queries.ts";
import { useMay } from "../../../session/organization.tsx";
import { holds } from "../../../session/session.ts";
import { BlankPage } from "../../../ui/blank.tsx";
import { Lacking } from "../../../ui/lacking.tsx";

export const Route = createFileRoute("/_inside/o/$slug/keys")({
  loader: async ({ context: { queryClient, session, organizationId } }) => {
    if (organizationId === undefined || !holds(session, organizationId, "api_key:read")) return;
    await queryClient.ensureInfiniteQueryData(keyListOptions(organizationId));
  },
  pendingComponent: BlankPage,
  component: () => (useMay("api_key:read") ? <KeysPage /> : <Lacking permission="api_key:read" />),
});
