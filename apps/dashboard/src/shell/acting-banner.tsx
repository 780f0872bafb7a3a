import { useStopActing } from "../session/acting.ts";
import type { CurrentSession } from "../session/session.ts";
import { SubmitButton } from "../ui/submit-button.tsx";
import { acting } from "../words/acting.ts";
import classes from "./acting-banner.module.css";

// At most an hour away: the clock says more than the day.
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });

interface ActingBannerProps {
  /** Where it stands, which is the shell's to say. */
  readonly className: string | undefined;
  readonly user: CurrentSession["user"];
  readonly impersonator: NonNullable<CurrentSession["impersonator"]>;
}

/** Who really is here, as whom, until when, and the way back: on every page, for as long as it lasts. */
export function ActingBanner({ className, user, impersonator: { name, until } }: ActingBannerProps) {
  const stop = useStopActing(user.id);
  return (
    <section className={`${className ?? ""} ${classes.banner}`} aria-label={acting.banner}>
      <p className={classes.says} title={`${acting.says(name, user.name)} (${user.email})`}>
        <span className={classes.who}>{acting.says(name, user.name)}</span>{" "}
        <span className={classes.until}>
          {acting.until} <time dateTime={until}>{clock.format(new Date(until))}</time>
        </span>
      </p>
      <SubmitButton
        type="button"
        variant="default"
        isBusy={stop.isPending}
        busy={acting.stopping}
        aria-label={acting.stopNamed(user.name)}
        onClick={() => stop.mutate()}
      >
        {acting.stop}
      </SubmitButton>
    </section>
  );
}
