import { words } from "../words.ts";
import { Word } from "./gate-page.tsx";
import classes from "./robot-check.module.css";

/** What is seen while the browser works in place of a wait. */
export const RobotCheck = ({ isChecking }: { readonly isChecking: boolean }) => (
  <div role="status">
    {isChecking && (
      <Word>
        {words.work.checking}
        <span className={classes.bar} />
      </Word>
    )}
  </div>
);
