import { Stamp } from "../ui/stamp.tsx";
import { instance } from "../words/instance.ts";
import classes from "./instance.module.css";
import type { Person } from "./queries.ts";

const says = instance.people;

type Stated = Pick<Person, "disabledAt" | "deletesAt" | "permissions">;

/** Whether anything is out of the ordinary. */
export const hasState = ({ disabledAt, deletesAt, permissions }: Stated): boolean =>
  disabledAt !== null || deletesAt !== null || permissions !== null;

/** What is out of the ordinary with an account, as stamps. */
export const States = ({ person: { disabledAt, deletesAt, permissions } }: { readonly person: Stated }) => (
  <span className={classes.stamps}>
    {disabledAt !== null && <Stamp tone="danger">{says.disabled}</Stamp>}
    {deletesAt !== null && <Stamp tone="copper">{says.leaving}</Stamp>}
    {permissions !== null && <Stamp tone="act">{says.runs}</Stamp>}
  </span>
);
