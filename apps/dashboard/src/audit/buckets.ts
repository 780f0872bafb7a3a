/** One column of the histogram. */
export interface Bucket {
  /** Its first moment, milliseconds since 1970. */
  readonly at: number;
  readonly success: number;
  readonly refused: number;
}

interface Happened {
  readonly at: string;
  readonly outcome: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const WIDTHS = [1, 5, 15, 60, 240, 1_440, 10_080, 43_200, 525_600].map((minutes) => minutes * MINUTE_MS);
const MOST = 48;

/** How wide a column is for a span of time, in milliseconds, so that there are 48 columns at most. */
const widthFor = (span: number): number =>
  WIDTHS.find((width) => span / width < MOST - 1) ?? Math.ceil(span / MOST / DAY_MS) * DAY_MS;

/** Counts events into columns of one width that begin at round moments, UTC; those without any event stand between. */
export function bucketsOf(events: readonly Happened[]): { readonly width: number; readonly buckets: Bucket[] } {
  const times = events.map(({ at }) => Date.parse(at));
  const first = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  if (times.length === 0) return { width: MINUTE_MS, buckets: [] };
  const width = widthFor(last - first);
  const start = Math.floor(first / width) * width;
  const counts = Array.from({ length: Math.floor((last - start) / width) + 1 }, () => ({ success: 0, refused: 0 }));
  for (const { at, outcome } of events) {
    const count = counts[Math.floor((Date.parse(at) - start) / width)];
    if (count) count[outcome === "success" ? "success" : "refused"] += 1;
  }
  return { width, buckets: counts.map((count, index) => ({ at: start + index * width, ...count })) };
}
