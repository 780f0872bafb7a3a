import { Stamp } from "../ui/stamp.tsx";
import { access } from "../words/access.ts";
import classes from "./access.module.css";
import type { Step } from "./queries.ts";

const says = access.strip;

/** Whose decision it is. */
interface Whose {
  /** It is the reader's own; else the sentences speak of somebody else. */
  readonly isOwn: boolean;
  /** What the person's role is called. */
  readonly roleName: string;
}

const asNamed = (unknown: readonly unknown[]): string =>
  unknown.map((one) => says.unknowns[String(one)] ?? String(one)).join(", ");

/** What a step was judged by, as a sentence; null where its name says it all. */
export function becauseOf({ step, holds, detail }: Step, { isOwn, roleName }: Whose): string | null {
  const theirs = isOwn ? undefined : says.theirs[String(detail.code ?? "")];
  if (theirs !== undefined) return theirs;
  if (typeof detail.says === "string") return detail.says;
  if (detail.active === false) return says.disabled;
  if (holds === null && Array.isArray(detail.unknown)) return says.unknownSays(asNamed(detail.unknown));
  if (step === "role") return says.role(roleName);
  if (step !== "freshness") return null;
  if (detail.demanded === true) return says.demandsProof;
  return Array.isArray(detail.demandedBy) && detail.demandedBy.length > 0 ? says.demandsSome : null;
}

/** What a step asks; where no fresh proof is asked for, none was given. */
function nameOf({ step, detail }: Step, isOwn: boolean): string {
  if (step === "freshness" && detail.demanded !== true) return says.noProof;
  return (isOwn ? says.steps : says.theirSteps)[step];
}

interface VerdictProps {
  readonly holds: boolean | null;
  /** An earlier step refused: this one was never reached. */
  readonly isAfter: boolean;
}

function Verdict({ holds, isAfter }: VerdictProps) {
  const tone = holds === null ? "copper" : holds ? "act" : "danger";
  return (
    <Stamp tone={isAfter ? "plain" : tone}>{holds === null ? says.unknown : holds ? says.holds : says.fails}</Stamp>
  );
}

/** A decision as ruled steps, in the order of the guard. What comes after the first refusal is quieter: it was never reached. */
export function DecisionStrip({ chain, ...whose }: Whose & { readonly chain: readonly Step[] }) {
  const refused = chain.findIndex(({ holds }) => holds === false);
  const isAfter = (index: number) => refused >= 0 && index > refused;
  return (
    <ol className={classes.strip} aria-label={says.list}>
      {chain.map((step, index) => {
        const because = becauseOf(step, whose);
        return (
          <li key={step.step} className={classes.step} data-after={isAfter(index) || undefined}>
            <span className={classes.number}>{index + 1}</span>
            <span className={classes.words}>
              {nameOf(step, whose.isOwn)}
              {because !== null && <span className={classes.because}>{because}</span>}
            </span>
            <Verdict holds={step.holds} isAfter={isAfter(index)} />
          </li>
        );
      })}
    </ol>
  );
}
