import { createFileRoute } from "@tanstack/react-router";
import { NewDocument } from "../../../documents/new-document.tsx";
import { useMay } from "../../../session/organization.tsx";
import { Lacking } from "../../../ui/lacking.tsx";

export const Route = createFileRoute("/_inside/o/$slug/documents/new")({
  component: () => (useMay("document:write") ? <NewDocument /> : <Lacking permission="document:write" />),
});
