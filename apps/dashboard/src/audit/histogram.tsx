import { BarChart } from "@mantine/charts";
import "@mantine/core/styles/ColorSwatch.layer.css";
import "@mantine/charts/styles.layer.css";
import { audit } from "../words/audit.ts";
import classes from "./audit.module.css";
import { bucketsOf } from "./buckets.ts";
import type { AuditEvent } from "./queries.ts";

const says = audit.chart;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const HEIGHT = 120;

const series = [
  { name: "success", label: says.success, color: "var(--act)" },
  { name: "refused", label: says.refused, color: "var(--danger)" },
];

function perOf(width: number): string {
  const minutes = width / MINUTE_MS;
  if (minutes < 60) return says.per.minute(minutes);
  return minutes < DAY_MINUTES ? says.per.hour(minutes / 60) : says.per.day(minutes / DAY_MINUTES);
}

/** The day, or the time of the day where a column is narrower than that. */
const labelOf = (at: number, width: number): string => {
  const text = new Date(at).toISOString();
  return width < DAY_MINUTES * MINUTE_MS ? `${text.slice(5, 10)} ${text.slice(11, 16)}` : text.slice(0, 10);
};

/** How many of the events that are shown fell when. */
export function Histogram({ events }: { readonly events: readonly AuditEvent[] }) {
  const { width, buckets } = bucketsOf(events);
  const columns = buckets.map(({ at, ...counts }) => ({ at: labelOf(at, width), ...counts }));
  const refused = buckets.reduce((sum, bucket) => sum + bucket.refused, 0);
  const label = says.says(events.length, refused, columns[0]?.at ?? "", columns.at(-1)?.at ?? "");
  return (
    <figure className={classes.chart}>
      <figcaption>{says.title(perOf(width))}</figcaption>
      <div role="img" aria-label={label}>
        <BarChart
          h={HEIGHT}
          data={columns}
          dataKey="at"
          type="stacked"
          series={series}
          gridAxis="x"
          tickLine="none"
          strokeDasharray="0"
          maxBarWidth={28}
          yAxisProps={{ allowDecimals: false, width: 34, tickCount: 3 }}
          xAxisProps={{ minTickGap: 40 }}
          barProps={{ isAnimationActive: false, radius: 0 }}
          barChartProps={{ accessibilityLayer: false }}
        />
      </div>
    </figure>
  );
}
