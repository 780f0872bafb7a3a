import type { AccessMatrix } from "@gatehouse/auth";
import { VisuallyHidden } from "@mantine/core";
import { CheckIcon } from "../ui/icons.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { matrix as says } from "../words/matrix.ts";
import classes from "./matrix.module.css";
import { DOORS, type WayIn, type Ways } from "./matrix-rows.ts";

type Roles = AccessMatrix["roles"];

interface MatrixTableProps {
  readonly roles: Roles;
  readonly all: readonly Ways[];
  /** The key of the role whose column a phone shows. */
  readonly chosen: string | undefined;
}

/** Who it is open to, in words: the permission, or what stands in its place. */
function accessOf({ access, reason }: WayIn): string {
  if (access !== null) return says.access[access] ?? access;
  return reason ?? says.undeclared;
}

const Way = ({ way }: { readonly way: WayIn }) => (
  <th scope="row" className={classes.way}>
    <code className={classes.path}>{way.path}</code> {way.stepUp && <Stamp tone="copper">{says.stepUp}</Stamp>}
    <span className={classes.terms}>
      {says.kinds[way.kind]} · {accessOf(way)}
      {way.access !== null && way.reason !== null && ` · ${way.reason}`}
      {way.limit !== null && ` · ${says.limit(way.limit)}`}
    </span>
  </th>
);

const Line = ({ way, roles, chosen }: Pick<MatrixTableProps, "roles" | "chosen"> & { readonly way: WayIn }) => (
  <tr>
    <Way way={way} />
    {roles.map(({ key }) => {
      const isOpen = way.roles.has(key);
      return (
        <td
          key={key}
          className={classes.cell}
          data-chosen={key === chosen || undefined}
          data-open={isOpen || undefined}
        >
          {isOpen ? <CheckIcon size={16} /> : <span aria-hidden="true">–</span>}
          <VisuallyHidden>{isOpen ? says.may : says.mayNot}</VisuallyHidden>
        </td>
      );
    })}
  </tr>
);

/** Every way in by every role. Its head and its first column stay in sight; on a phone one role stands beside the ways in. */
export const MatrixTable = ({ roles, all, chosen }: MatrixTableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by the keyboard too.
  <section className={classes.scroller} aria-label={says.scroller} tabIndex={0}>
    <table className={classes.matrix} aria-label={says.title}>
      <thead>
        <tr>
          <th scope="col" className={classes.corner}>
            {says.way}
          </th>
          {roles.map(({ key, name, builtIn }) => (
            <th key={key} scope="col" className={classes.role} data-chosen={key === chosen || undefined}>
              <span className={classes.roleName} title={name}>
                {name}
              </span>{" "}
              {!builtIn && <Stamp>{says.own}</Stamp>}
            </th>
          ))}
        </tr>
      </thead>
      {all.map(({ noun, ways }) => (
        <tbody key={noun}>
          <tr>
            <th scope="rowgroup" colSpan={roles.length + 1} className={classes.noun}>
              <span>{noun === DOORS ? says.filters.doors : noun}</span>
            </th>
          </tr>
          {ways.map((way) => (
            <Line key={`${way.kind} ${way.path}`} way={way} roles={roles} chosen={chosen} />
          ))}
        </tbody>
      ))}
    </table>
  </section>
);
