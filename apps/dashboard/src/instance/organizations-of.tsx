import { Link } from "@tanstack/react-router";
import { useRuns } from "../session/session.ts";
import { Cell, Register, Row } from "../ui/register.tsx";
import { Seal } from "../ui/seal.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { instance } from "../words/instance.ts";
import { words } from "../words.ts";
import classes from "./instance.module.css";
import type { OnePerson } from "./queries.ts";

const says = instance.person;

const roleOf = (role: string): string => words.roles[role as keyof typeof words.roles] ?? role;

/** What a person belongs to; each leads to the organization, for whoever may look organizations up. */
export function OrganizationsOf({ person: { organizations } }: { readonly person: OnePerson }) {
  const mayLook = useRuns("instance:organizations");
  return (
    <Register
      label={says.organizations}
      columns={[says.organizationColumns.name, says.organizationColumns.role]}
      tracks="minmax(0, 1fr) 140px"
      isUnderHeading
    >
      {organizations.map(({ id, name, slug, personal, role }) => (
        <Row key={id}>
          <Cell>
            <span className={classes.named}>
              <Seal organizationId={id} />
              <span>
                {mayLook ? (
                  <Link
                    to="/instance/organizations/$organizationId"
                    params={{ organizationId: id }}
                    className={classes.link}
                  >
                    {name}
                  </Link>
                ) : (
                  <span className={classes.name}>{name}</span>
                )}
                <span className={classes.email}>{personal ? says.personal : slug}</span>
              </span>
            </span>
          </Cell>
          <Cell>
            <Stamp isTyped>{roleOf(role)}</Stamp>
          </Cell>
        </Row>
      ))}
    </Register>
  );
}
