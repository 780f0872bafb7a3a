import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./register.module.css";

interface RegisterProps {
  /** What the register lists, for whoever cannot see its heading. */
  readonly label: string;
  readonly columns: readonly string[];
  /** CSS grid tracks, one for each column; on a phone the cells stand under one another. */
  readonly tracks: string;
  /** The last column holds what can be done: its name is for whoever cannot see that. */
  readonly hidesLast?: boolean;
  /** It stands right below a section's rule, and draws no second one. */
  readonly isUnderHeading?: boolean;
  readonly children: ReactNode;
}

// The roles are written out: a table laid out as a grid loses them in some browsers.
/** A ruled table. */
export const Register = ({
  label,
  columns,
  tracks,
  hidesLast = false,
  isUnderHeading = false,
  children,
}: RegisterProps) => (
  <table
    className={classes.register}
    data-under={isUnderHeading || undefined}
    role="table"
    aria-label={label}
    style={{ "--tracks": tracks }}
  >
    <thead role="rowgroup" className={classes.head}>
      <tr role="row" className={classes.row}>
        {columns.map((column, index) => (
          <th key={column} role="columnheader" scope="col">
            {hidesLast && index === columns.length - 1 ? <VisuallyHidden>{column}</VisuallyHidden> : column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">{children}</tbody>
  </table>
);

interface RowProps {
  readonly children: ReactNode;
  /** It came while the person was looking: it draws the eye once. */
  readonly isNew?: boolean;
}

export const Row = ({ children, isNew = false }: RowProps) => (
  <tr role="row" className={classes.row} data-new={isNew || undefined}>
    {children}
  </tr>
);

interface CellProps {
  readonly children: ReactNode;
  readonly tone?: "ink" | "soft";
  /** The column's name, where the phone has no column to stand under. */
  readonly label?: string;
}

export const Cell = ({ children, tone = "ink", label }: CellProps) => (
  <td role="cell" className={classes.cell} data-tone={tone} data-label={label}>
    {children}
  </td>
);
