import { useSuspenseQuery } from "@tanstack/react-query";
import { ChangeRole } from "../members/change-role.tsx";
import type { Member } from "../members/queries.ts";
import { useOrganization } from "../session/organization.tsx";
import { useSession } from "../session/session.ts";
import { BackLink } from "../ui/back-link.tsx";
import { Missing } from "../ui/missing.tsx";
import { Page, Section } from "../ui/page.tsx";
import { access, memberAccess } from "../words/access.ts";
import classes from "./access.module.css";
import { DecisionStrip } from "./decision-strip.tsx";
import { Granters } from "./granters.tsx";
import { explainOptions, usePermissionName } from "./queries.ts";

const says = memberAccess;

interface MemberWhyProps {
  readonly member: Member;
  readonly permission: string;
}

/** Why a member may, or may not, step by step, and who could change that. */
function Known({ member, permission, label }: MemberWhyProps & { readonly label: string }) {
  const { id, name: organization, slug } = useOrganization();
  const { userId, name, roleName } = member;
  const { data } = useSuspenseQuery(explainOptions(id, userId, permission));
  const { allowed, chain, grantableBy } = data;
  const isLacking = chain.some(({ step, holds }) => step === "permission" && holds === false);
  const isOwn = useSession()?.user.id === userId;
  return (
    <>
      <BackLink to="/o/$slug/members/$userId" params={{ slug, userId }}>
        {says.title(name)}
      </BackLink>
      <Page
        title={says.whyTitle(name, label, allowed)}
        tab={`${says.title(name)} · ${organization}`}
        subtitle={<code>{permission}</code>}
      >
        <p className={classes.explanation}>{access.strip.explanation}</p>
        <DecisionStrip chain={chain} isOwn={isOwn} roleName={roleName} />
        {isLacking && (
          <div className={classes.below}>
            <Section title={access.strip.grantable} actions={<ChangeRole member={member} />}>
              <Granters granters={grantableBy} />
            </Section>
          </div>
        )}
      </Page>
    </>
  );
}

/** The same for a permission that there is. */
export function MemberWhy(props: MemberWhyProps) {
  const label = usePermissionName(props.permission);
  if (label === undefined) return <Missing title={access.unknownTitle} explanation={access.unknown} />;
  return <Known {...props} label={label} />;
}
