import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useOrganization } from "../session/organization.tsx";
import { useImpersonator } from "../session/session.ts";
import { BackLink } from "../ui/back-link.tsx";
import { Missing } from "../ui/missing.tsx";
import { Page, Section } from "../ui/page.tsx";
import { access } from "../words/access.ts";
import { words } from "../words.ts";
import classes from "./access.module.css";
import { DecisionStrip } from "./decision-strip.tsx";
import { Granters } from "./granters.tsx";
import { explainOptions, usePermissionName } from "./queries.ts";

const says = access.strip;

const AskForIt = lazy(async () => ({ default: (await import("./ask-for-it.tsx")).AskForIt }));

interface WhyPageProps {
  readonly permission: string;
  readonly userId: string;
}

/** Why the person may, or may not, step by step, and what to do about it. */
function Known({ permission, userId, label }: WhyPageProps & { readonly label: string }) {
  const organization = useOrganization();
  const { data: explanation } = useSuspenseQuery(explainOptions(organization.id, userId, permission));
  const { allowed, chain, grantableBy } = explanation;
  const isActing = useImpersonator() !== null;
  const isLacking = chain.some(({ step, holds }) => step === "permission" && holds === false);
  return (
    <>
      <BackLink to="/o/$slug/access" params={{ slug: organization.slug }}>
        {says.back}
      </BackLink>
      <Page
        title={says.title(label, allowed)}
        tab={`${access.title} · ${organization.name}`}
        subtitle={<code>{permission}</code>}
      >
        <p className={classes.explanation}>{says.explanation}</p>
        <DecisionStrip chain={chain} isOwn roleName={organization.roleName} />
        {isLacking && (
          <div className={classes.below}>
            <Section title={says.grantable}>
              <Granters granters={grantableBy} />
              {grantableBy.length > 0 && !isActing && (
                <Suspense fallback={<p role="status">{words.common.loading}</p>}>
                  <AskForIt permission={permission} />
                </Suspense>
              )}
            </Section>
          </div>
        )}
      </Page>
    </>
  );
}

/** The same for a permission that there is. */
export function WhyPage(props: WhyPageProps) {
  const label = usePermissionName(props.permission);
  if (label === undefined) return <Missing title={access.unknownTitle} explanation={access.unknown} />;
  return <Known {...props} label={label} />;
}
