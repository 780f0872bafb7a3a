import { createFileRoute, Outlet } from "@tanstack/react-router";
import { GateLayout } from "../gate/gate-layout.tsx";

export const Route = createFileRoute("/_gate")({
  component: () => (
    <GateLayout>
      <Outlet />
    </GateLayout>
  ),
});
