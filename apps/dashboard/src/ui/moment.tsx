import { useEffect, useState } from "react";

const MINUTE_MS = 60_000;
const locale = "en-GB";
const ago = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const full = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 525_600],
  ["month", 43_200],
  ["week", 10_080],
  ["day", 1_440],
  ["hour", 60],
  ["minute", 1],
];

/** How long ago, in the largest unit that fits: "2 hours ago". */
export function agoOf(at: Date, now: Date): string {
  const minutes = Math.round((now.getTime() - at.getTime()) / MINUTE_MS);
  const [unit, size] = UNITS.find(([, least]) => minutes >= least) ?? ["minute", 1];
  return minutes < 1 ? "just now" : ago.format(-Math.floor(minutes / size), unit);
}

function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

interface MomentProps {
  /** An ISO date, as the API gives it. */
  readonly at: string;
  readonly as?: "ago" | "day";
}

/** A moment, said as people say it; the exact one is in the title. */
export function Moment({ at, as = "ago" }: MomentProps) {
  const now = useMinute();
  const date = new Date(at);
  return (
    <time dateTime={at} title={full.format(date)}>
      {as === "day" ? day.format(date) : agoOf(date, now)}
    </time>
  );
}
