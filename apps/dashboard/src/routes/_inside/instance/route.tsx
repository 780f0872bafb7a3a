import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { useSession } from "../../../session/session.ts";
import { Missing } from "../../../ui/missing.tsx";

export const Route = createFileRoute("/_inside/instance")({
  // Whoever just began to act as somebody else may still stand here.
  beforeLoad: ({ context: { session } }) => {
    if (session.impersonator !== null) throw redirect({ to: "/", replace: true });
  },
  component: Installation,
});

/** For whoever does not run the installation there is nothing here. */
function Installation() {
  const held = useSession()?.instance ?? [];
  return held.length === 0 ? <Missing /> : <Outlet />;
}
