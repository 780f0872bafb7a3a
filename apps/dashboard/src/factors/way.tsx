import type { Refusal } from "@gatehouse/auth/react";
import type { ReactNode } from "react";
import { Refused } from "../ui/refused.tsx";
import classes from "./way.module.css";

interface WayProps {
  readonly name: ReactNode;
  readonly stamp?: ReactNode;
  readonly says: ReactNode;
  readonly refusal?: Refusal | null;
  /** What stands below it, over the whole width: the passkeys, each on a line. */
  readonly below?: ReactNode;
  /** What can be done with it. */
  readonly children?: ReactNode;
}

/** One way to prove who one is, and what can be done with it. */
export const Way = ({ name, stamp, says, refusal = null, below, children }: WayProps) => (
  <li className={classes.way}>
    <div className={classes.line}>
      <div className={classes.words}>
        <h3 className={classes.name}>
          {name} {stamp}
        </h3>
        <div className={classes.says}>{says}</div>
      </div>
      <div className={classes.actions}>{children}</div>
    </div>
    <Refused refusal={refusal} />
    {below}
  </li>
);
