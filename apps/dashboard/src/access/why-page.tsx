import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { catalogueOptions } from "../roles/queries.ts";
import { useOrganization } from "../session/organization.tsx";
import { BackIcon } from "../ui/icons.tsx";
import { Page, Section } from "../ui/page.tsx";
import { access } from "../words/access.ts";
import { words } from "../words.ts";
import classes from "./access.module.css";
import { DecisionStrip } from "./decision-strip.tsx";
import { type Explanation, explainOptions } from "./queries.ts";

const says = access.strip;

function Granters({ explanation: { grantableBy } }: { readonly explanation: Explanation }) {
  return (
    <p className={classes.granters}>
      {grantableBy.length === 0 ? says.noGranter : grantableBy.map(({ name }) => name).join(", ")}
    </p>
  );
}

const AskForIt = lazy(async () => ({ default: (await import("./ask-for-it.tsx")).AskForIt }));

interface WhyPageProps {
  readonly permission: string;
  readonly userId: string;
}

/** Why the person may, or may not, step by step, and what to do about it. */
export function WhyPage({ permission, userId }: WhyPageProps) {
  const organization = useOrganization();
  const { data: explanation } = useSuspenseQuery(explainOptions(organization.id, userId, permission));
  const { data: catalogue } = useSuspenseQuery(catalogueOptions());
  const rows = catalogue.flatMap(({ permissions }) => permissions);
  const label = rows.find((row) => row.permission === permission)?.says ?? permission;
  const { allowed, chain } = explanation;
  const isLacking = chain.some(({ step, holds }) => step === "permission" && holds === false);
  return (
    <>
      <Link to="/o/$slug/access" params={{ slug: organization.slug }} className={classes.back}>
        <BackIcon size={16} /> {says.back}
      </Link>
      <Page
        title={says.title(label, allowed)}
        tab={`${access.title} · ${organization.name}`}
        subtitle={<code>{permission}</code>}
      >
        <p className={classes.explanation}>{says.explanation}</p>
        <DecisionStrip chain={chain} />
        {isLacking && (
          <div className={classes.below}>
            <Section title={says.grantable}>
              <Granters explanation={explanation} />
              {explanation.grantableBy.length > 0 && (
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
