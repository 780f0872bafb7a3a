import { refusalOf } from "@gatehouse/auth/react";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { factorStatusOptions, passkeyListOptions } from "../../factors/queries.ts";
import { Ways } from "../../factors/ways.tsx";
import { useImpersonator } from "../../session/session.ts";
import { sessionListOptions } from "../../sessions/queries.ts";
import { SessionRow } from "../../sessions/session-row.tsx";
import classes from "../../sessions/sessions.module.css";
import { SignOutOthers } from "../../sessions/sign-out-others.tsx";
import { ClosedPage } from "../../shell/closed-page.tsx";
import { TokensSection } from "../../tokens/tokens-section.tsx";
import { BlankPage } from "../../ui/blank.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { words } from "../../words.ts";

const PersonalLog = lazy(async () => ({ default: (await import("../../audit/personal-log.tsx")).PersonalLog }));

export const Route = createFileRoute("/_inside/security")({
  loader: async ({ context: { queryClient, session } }) => {
    if (session.impersonator !== null) return;
    await Promise.all([
      queryClient.ensureInfiniteQueryData(sessionListOptions()),
      queryClient.ensureQueryData(factorStatusOptions()),
      queryClient.ensureQueryData(passkeyListOptions()),
    ]);
  },
  pendingComponent: BlankPage,
  component: () => (useImpersonator() === null ? <Security /> : <ClosedPage />),
});

function Security() {
  const list = useSuspenseInfiniteQuery(sessionListOptions());
  const items = list.data.pages.flatMap((page) => page.items);
  // Whoever acts as the person stands among them, to be seen and ended.
  const browsers = items.filter(({ kind }) => kind !== "token");
  const tokens = items.filter(({ kind }) => kind === "token");
  const sessions = [...browsers.filter(({ current }) => current), ...browsers.filter(({ current }) => !current)];
  const hasOthers = items.some(({ current }) => !current) || list.hasNextPage;
  return (
    <Page title={words.security.title} subtitle={words.security.subtitle}>
      <Ways />
      <Section title={words.security.sessions} actions={hasOthers && <SignOutOthers />}>
        <ul>
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
        {sessions.length === 1 && !list.hasNextPage && (
          <p className={classes.only}>{hasOthers ? words.security.onlyBrowser : words.security.onlyHere}</p>
        )}
        <LoadMore
          hasMore={list.hasNextPage}
          isFetching={list.isFetchingNextPage}
          refusal={list.isFetchNextPageError ? refusalOf(list.error) : null}
          onMore={() => void list.fetchNextPage()}
        />
      </Section>
      <TokensSection sessions={tokens} />
      <Suspense>
        <PersonalLog />
      </Suspense>
    </Page>
  );
}
