import type { TabNews } from "@gatehouse/auth/react";
import { useQuery } from "@tanstack/react-query";
import { createFileRoute, Outlet, redirect, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { queryClient } from "../api/client.ts";
import { isMovingOn, tellOfComingBack } from "../session/acting.ts";
import { HearingProvider } from "../session/hearing.ts";
import { SessionProvider, sessionOptions, watchedSessionOptions } from "../session/session.ts";
import { useLive } from "../session/use-live.ts";
import { keepFor } from "../session/whose.ts";
import { Shell } from "../shell/shell.tsx";
import { StepUpDialog } from "../step-up/step-up-dialog.tsx";
import { BrokenAlone } from "../ui/alone.tsx";

export const Route = createFileRoute("/_inside")({
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.fetchQuery(sessionOptions());
    if (session === null) throw redirect({ to: "/sign-in", search: { next: location.href } });
    keepFor(session);
    return { session };
  },
  errorComponent: BrokenAlone,
  component: Inside,
});

/** The session ended while somebody was inside: out to the gate, with the way back. */
function Ended() {
  const router = useRouter();
  useEffect(() => {
    const { href, pathname } = router.latestLocation;
    if (pathname === "/sign-in") return;
    const search = { reason: "ended" as const, next: href };
    void router.navigate({ to: "/sign-in", search, replace: true, ignoreBlocker: true });
  }, [router]);
  return null;
}

// Whatever another tab did, the server says who is here now.
const onNews = (_news: TabNews) => queryClient.invalidateQueries({ queryKey: sessionOptions().queryKey });

function Inside() {
  const { session: entered } = Route.useRouteContext();
  const [isLive, setLive] = useState(false);
  const { data = entered } = useQuery(watchedSessionOptions(isLive));
  useLive(data?.session.id ?? null, setLive);
  const [{ userId, isActing }] = useState({ userId: entered.user.id, isActing: entered.impersonator !== null });

  // Another person signed in, in another tab: nothing of the first one's may stay in memory.
  const isSomebodyElse = data !== null && data.user.id !== userId;
  useEffect(() => {
    if (!isSomebodyElse || isMovingOn()) return;
    // What one may open as another person need not be there for oneself.
    if (isActing) window.location.assign("/");
    else window.location.reload();
  }, [isSomebodyElse, isActing]);
  useEffect(() => {
    if (!isActing) tellOfComingBack();
  }, [isActing]);

  if (data === null) return <Ended />;
  if (isSomebodyElse) return null;
  return (
    <SessionProvider session={data} onNews={(news) => void onNews(news)}>
      <Shell session={data}>
        <HearingProvider value={isLive}>
          <Outlet />
        </HearingProvider>
      </Shell>
      <StepUpDialog />
    </SessionProvider>
  );
}
