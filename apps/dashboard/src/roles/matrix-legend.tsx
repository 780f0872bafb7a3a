import { CheckIcon } from "../ui/icons.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { matrix as says } from "../words/matrix.ts";
import classes from "./matrix.module.css";

/** What the signs of the matrix mean. Each cell says it itself to whoever cannot see it. */
export const MatrixLegend = () => (
  <dl className={classes.legend}>
    <div>
      <dt data-open>
        <CheckIcon size={16} />
      </dt>
      <dd>{says.legend.may}</dd>
    </div>
    <div>
      <dt aria-hidden="true">–</dt>
      <dd>{says.legend.mayNot}</dd>
    </div>
    <div>
      <dt>
        <Stamp tone="copper">{says.stepUp}</Stamp>
      </dt>
      <dd>{says.legend.stepUp}</dd>
    </div>
  </dl>
);
