import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChangeRole } from "../members/change-role.tsx";
import { type Member, roleListOptions } from "../members/queries.ts";
import { useOrganization } from "../session/organization.tsx";
import { useSession } from "../session/session.ts";
import { BackLink } from "../ui/back-link.tsx";
import { Page } from "../ui/page.tsx";
import { access, memberAccess } from "../words/access.ts";
import classes from "./access.module.css";
import { AccessRegister } from "./access-register.tsx";
import { becauseOf } from "./decision-strip.tsx";
import { ANYTHING, explainOptions } from "./queries.ts";

const says = memberAccess;

/** What keeps a member from everything, whatever their role holds: a disabled account, a factor that is missing, an address. */
function Obstacle({ member: { userId, name, roleName } }: { readonly member: Member }) {
  const { data } = useSuspenseQuery(explainOptions(useOrganization().id, userId, ANYTHING));
  const isOwn = useSession()?.user.id === userId;
  const refused = data.chain.find(({ step, holds }) => holds === false && step !== "role" && step !== "permission");
  if (refused === undefined) return null;
  return (
    <p role="note" className={classes.obstacle}>
      {says.obstacle(name)} {becauseOf(refused, { isOwn, roleName })}
    </p>
  );
}

/** Everything that can be done in the organization, and which of it a member's role holds. */
export function MemberAccess({ member }: { readonly member: Member }) {
  const { id, name: organization, slug } = useOrganization();
  const { userId, name, role, roleName } = member;
  const { data } = useSuspenseQuery(roleListOptions(id));
  const held = data.items.find(({ key }) => key === role)?.resolved ?? [];
  const title = says.title(name);
  return (
    <>
      <BackLink to="/o/$slug/members" params={{ slug }}>
        {says.back}
      </BackLink>
      <Page
        title={title}
        tab={`${title} · ${organization}`}
        subtitle={access.subtitle(organization, roleName)}
        actions={<ChangeRole member={member} />}
      >
        <Obstacle member={member} />
        <AccessRegister
          label={title}
          held={held}
          says={says}
          why={(permission, what) => (
            <Link
              to="/o/$slug/members/$userId"
              params={{ slug, userId }}
              search={{ permission }}
              aria-label={access.whyNamed(what)}
            >
              {access.why}
            </Link>
          )}
        />
      </Page>
    </>
  );
}
