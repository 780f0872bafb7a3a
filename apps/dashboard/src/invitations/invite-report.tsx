import { Button } from "@mantine/core";
import { DialogActions } from "../ui/dialog.tsx";
import { Email } from "../ui/email.tsx";
import { Stamp } from "../ui/stamp.tsx";
import { invitations } from "../words/invitations.ts";
import classes from "./invitations.module.css";
import type { InviteReport as Report } from "./queries.ts";

const says = invitations.report;

interface InviteReportProps {
  readonly report: Report;
  readonly onMore: () => void;
  readonly onClose: () => void;
}

/** A line for each address: what became of it, and why. Those that were not invited stand first. */
export function InviteReport({ report, onMore, onClose }: InviteReportProps) {
  const invited = report.filter(({ status }) => status === "invited");
  const others = report.filter(({ status }) => status !== "invited");
  return (
    <>
      <p role="status">{says.summary(invited.length, report.length)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached, and scrolled, by the keyboard. */}
      <ul className={classes.report} aria-label={says.list} tabIndex={0}>
        {[...others, ...invited].map(({ email, status }) => (
          <li key={email} className={classes.line}>
            <span className={classes.address}>
              <Email address={email} />
              {says.says[status] !== null && <span className={classes.why}>{says.says[status]}</span>}
            </span>
            <Stamp tone={status === "invited" ? "act" : status === "invalid" ? "danger" : "copper"}>
              {says.statuses[status]}
            </Stamp>
          </li>
        ))}
      </ul>
      <DialogActions>
        <Button onClick={onMore}>{says.more}</Button>
        <Button variant="filled" onClick={onClose} data-autofocus>
          {says.done}
        </Button>
      </DialogActions>
    </>
  );
}
