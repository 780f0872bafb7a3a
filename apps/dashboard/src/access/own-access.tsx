import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { catalogueOptions } from "../roles/queries.ts";
import { useOrganization } from "../session/organization.tsx";
import { Page } from "../ui/page.tsx";
import { Cell, Register, Row } from "../ui/register.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { access } from "../words/access.ts";
import { words } from "../words.ts";
import classes from "./access.module.css";

const { title, subtitle, columns, may, mayNot, why, whyNamed } = access;

/** Everything that can be done in the organization, and which of it the person may. */
export function OwnAccess() {
  const { name, slug, role, permissions } = useOrganization();
  const { data } = useSuspenseQuery(catalogueOptions());
  const held: ReadonlySet<string> = new Set(permissions);
  const roleName = words.roles[role as keyof typeof words.roles] ?? role;
  return (
    <Page title={title} tab={`${title} · ${name}`} subtitle={subtitle(name, roleName)}>
      <Register
        label={title}
        columns={[columns.permission, columns.held, columns.why]}
        tracks="minmax(0, 1fr) 130px 70px"
        hidesLast
      >
        {data
          .flatMap((group) => group.permissions)
          .map(({ permission, says }) => (
            <Row key={permission}>
              <Cell>
                {says} <code className={classes.permission}>{permission}</code>
              </Cell>
              <Cell>
                {held.has(permission) ? <Stamp tone="act">{may}</Stamp> : <Stamp tone="copper">{mayNot}</Stamp>}
              </Cell>
              <Cell>
                <Link
                  to="/o/$slug/access"
                  params={{ slug }}
                  search={{ permission }}
                  className={classes.why}
                  aria-label={whyNamed(says)}
                >
                  {why}
                </Link>
              </Cell>
            </Row>
          ))}
      </Register>
    </Page>
  );
}
