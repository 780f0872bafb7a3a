import { Stamp } from "../ui/stamp.tsx";
import { access } from "../words/access.ts";
import classes from "./access.module.css";
import type { Step } from "./queries.ts";

const says = access.strip;

/** What a step was judged by, as a sentence; null where its name says it all. */
function becauseOf({ step, holds, detail }: Step): string | null {
  if (typeof detail.says === "string") return detail.says;
  if (holds === null && Array.isArray(detail.unknown)) return says.unknownSays(detail.unknown.join(", "));
  if (step === "role" && typeof detail.role === "string") return says.role(detail.role);
  return step === "freshness" && detail.demanded === true ? says.demandsProof : null;
}

const Verdict = ({ holds }: { readonly holds: boolean | null }) =>
  holds === null ? (
    <Stamp tone="copper">{says.unknown}</Stamp>
  ) : (
    <Stamp tone={holds ? "act" : "danger"}>{holds ? says.holds : says.fails}</Stamp>
  );

/** A decision as ruled steps, in the order of the guard. What comes after the first refusal is quieter: it was never reached. */
export function DecisionStrip({ chain }: { readonly chain: readonly Step[] }) {
  const refused = chain.findIndex(({ holds }) => holds === false);
  return (
    <ol className={classes.strip} aria-label={says.list}>
      {chain.map((step, index) => (
        <li key={step.step} className={classes.step} data-after={(refused >= 0 && index > refused) || undefined}>
          <span className={classes.number}>{index + 1}</span>
          <span className={classes.words}>
            {says.steps[step.step]}
            {becauseOf(step) !== null && <span className={classes.because}>{becauseOf(step)}</span>}
          </span>
          <Verdict holds={step.holds} />
        </li>
      ))}
    </ol>
  );
}
