import { createFileRoute } from "@tanstack/react-router";
import { GrantsPage } from "../../../instance/grants-page.tsx";
import { useRuns } from "../../../session/session.ts";
import { Missing } from "../../../ui/missing.tsx";
import { instance } from "../../../words/instance.ts";

export const Route = createFileRoute("/_inside/instance/grants")({
  component: () => (useRuns("instance:grants") ? <GrantsPage /> : <Missing explanation={instance.missing} />),
});
