import type { Answers } from "../api/client.ts";
import { audit } from "../words/audit.ts";
import classes from "./audit.module.css";

const says = audit.verify;

function wordOf({ valid, checked, firstBad }: Answers["audit"]["verify"]): string {
  if (valid) return says.valid(checked);
  return firstBad === null ? says.emptied : says.invalid;
}

/** What became of a verification, in words. */
export const Verdict = ({ verdict }: { readonly verdict: Answers["audit"]["verify"] | undefined }) => (
  <div role="status" className={classes.verdictPlace}>
    {verdict !== undefined && (
      <div className={classes.verdict} data-valid={verdict.valid || undefined}>
        <p>{wordOf(verdict)}</p>
        {verdict.firstBad !== null && <code>{verdict.firstBad.id}</code>}
        {verdict.valid && verdict.signedBy !== null && (
          <p className={classes.signed}>
            {says.signedBy} <code>{verdict.signedBy}</code>
          </p>
        )}
      </div>
    )}
  </div>
);
