import { useComputedColorScheme } from "@mantine/core";
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { Alone, BrokenAlone } from "../ui/alone.tsx";
import { Missing } from "../ui/missing.tsx";

interface RouterContext {
  readonly queryClient: QueryClient;
}

const GROUND = { light: "#f6f3ec", dark: "#0f1614" } as const;

/** A new page takes the focus, as a page that the browser loads would; a field that asked for it keeps it. */
function useFocusOnArrival() {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onRendered", ({ fromLocation, pathChanged }) => {
        const main = document.querySelector("main");
        if (fromLocation && pathChanged && main && !main.contains(document.activeElement))
          main.focus({ preventScroll: true });
      }),
    [router],
  );
}

function Root() {
  useFocusOnArrival();
  const scheme = useComputedColorScheme("light");
  useEffect(() => {
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", GROUND[scheme]);
  }, [scheme]);
  return <Outlet />;
}

export const Route = createRootRouteWithContext<RouterContext>()({
  component: Root,
  errorComponent: BrokenAlone,
  notFoundComponent: () => (
    <Alone>
      <Missing />
    </Alone>
  ),
});
