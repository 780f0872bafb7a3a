import { createFileRoute, redirect } from "@tanstack/react-router";

export const Route = createFileRoute("/_inside/o/$slug/")({
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/o/$slug/documents", params, replace: true });
  },
});
