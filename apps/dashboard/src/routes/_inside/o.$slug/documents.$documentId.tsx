import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/_inside/o/$slug/documents/$documentId")({
  component: RouteComponent,
});

function RouteComponent() {
  return <div>Hello "/_inside/o/$slug/documents/$documentId"!</div>;
}
