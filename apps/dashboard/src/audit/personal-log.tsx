import { refusalOf } from "@gatehouse/auth/react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSession } from "../session/session.ts";
import { LinkButton } from "../ui/link-button.tsx";
import { LoadMore } from "../ui/load-more.tsx";
import { Section } from "../ui/page.tsx";
import { Refused } from "../ui/refused.tsx";
import { audit } from "../words/audit.ts";
import { words } from "../words.ts";
import classes from "./audit.module.css";
import { EventRegister } from "./event-register.tsx";
import { auditListOptions } from "./queries.ts";
import { useNames } from "./use-events.ts";

const says = audit.personal;
const PAGE = 10;

function LogOfOne({ organizationId }: { readonly organizationId: string }) {
  const list = useInfiniteQuery(auditListOptions(organizationId, {}, PAGE));
  const people = useNames(list.data?.pages);
  const refusal = list.error && refusalOf(list.error);
  if (list.data === undefined) {
    return refusal === null ? (
      <p role="status" className={classes.lead}>
        {words.common.loading}
      </p>
    ) : (
      <Refused refusal={refusal} />
    );
  }
  return (
    <>
      <EventRegister events={list.data.pages.flatMap(({ items }) => items)} people={people} isOwn />
      <LoadMore
        hasMore={list.hasNextPage}
        isFetching={list.isFetchingNextPage}
        refusal={list.isFetchNextPageError ? refusal : null}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  );
}

/** What happened to the person's own account: the log of their personal organization, its newest lines first. */
export function PersonalLog() {
  const session = useSession();
  const personal = session?.organizations.find((organization) => organization.personal);
  if (personal === undefined) return null;
  const whole = (
    <LinkButton to="/o/$slug/audit" params={{ slug: personal.slug }} variant="subtle">
      {says.whole}
    </LinkButton>
  );
  return (
    <Section title={says.title} actions={whole}>
      <p className={classes.lead}>{says.lead}</p>
      <LogOfOne organizationId={personal.id} />
    </Section>
  );
}
