import { createFileRoute, redirect } from "@tanstack/react-router";
import { Missing } from "../../../ui/missing.tsx";
import { instance } from "../../../words/instance.ts";

export const Route = createFileRoute("/_inside/instance/")({
  beforeLoad: ({ context: { session } }) => {
    const { instance: held } = session;
    if (held.includes("instance:users")) throw redirect({ to: "/instance/people", replace: true });
    if (held.includes("instance:organizations")) throw redirect({ to: "/instance/organizations", replace: true });
    if (held.includes("instance:grants")) throw redirect({ to: "/instance/grants", replace: true });
    if (held.includes("instance:audit")) throw redirect({ to: "/instance/log", replace: true });
  },
  component: () => <Missing explanation={instance.missing} />,
});
