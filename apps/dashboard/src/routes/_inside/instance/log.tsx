import { createFileRoute } from "@tanstack/react-router";
import { LogPage } from "../../../instance/log-page.tsx";
import { useRuns } from "../../../session/session.ts";
import { Missing } from "../../../ui/missing.tsx";
import { instance } from "../../../words/instance.ts";

export const Route = createFileRoute("/_inside/instance/log")({
  component: () => (useRuns("instance:audit") ? <LogPage /> : <Missing explanation={instance.missing} />),
});
