import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { catalogueOptions } from "../roles/queries.ts";
import { Cell, Register, Row } from "../ui/register.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { access } from "../words/access.ts";
import classes from "./access.module.css";

interface AccessRegisterProps {
  readonly label: string;
  readonly held: readonly string[];
  readonly says: { readonly may: string; readonly mayNot: string };
  /** The link to why, of one permission. */
  readonly why: (permission: string, says: string) => ReactNode;
}

/** Everything that can be done in an organization, and which of it somebody's role holds. */
export function AccessRegister({ label, held, says, why }: AccessRegisterProps) {
  const { data } = useSuspenseQuery(catalogueOptions());
  const { columns } = access;
  return (
    <Register
      label={label}
      columns={[columns.permission, columns.held, columns.why]}
      tracks="minmax(0, 1fr) 116px 48px"
      hidesLast
    >
      {data
        .flatMap((group) => group.permissions)
        .map(({ permission, says: what }) => (
          <Row key={permission}>
            <Cell>
              {what} <code className={classes.permission}>{permission}</code>
            </Cell>
            <Cell>
              {held.includes(permission) ? <Stamp tone="act">{says.may}</Stamp> : <Stamp>{says.mayNot}</Stamp>}
            </Cell>
            <Cell>
              <span className={classes.why}>{why(permission, what)}</span>
            </Cell>
          </Row>
        ))}
    </Register>
  );
}
