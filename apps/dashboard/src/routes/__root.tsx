import { useComputedColorScheme } from "@mantine/core";
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { Alone, BrokenAlone } from "../ui/alone.tsx";
import { isAnyOpen } from "../ui/dialog-stack.ts";
import { Missing } from "../ui/missing.tsx";

interface RouterContext {
  readonly queryClient: QueryClient;
}

const GROUND = { light: "#f6f3ec", dark: "#0f1614" } as const;

/**
 * A new page takes the focus, as a page that the browser loads would; a field that asked for it keeps it, and so does a dialog that was
 * opened before all of the page was there.
 */
function useFocusOnArrival() {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onRendered", ({ fromLocation, pathChanged }) => {
        const main = document.querySelector("main");
        if (!fromLocation || !pathChanged || isAnyOpen() || main?.contains(document.activeElement)) return;
        main?.focus({ preventScroll: true });
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
