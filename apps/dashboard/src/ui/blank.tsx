import { VisuallyHidden } from "@mantine/core";
import { words } from "../words.ts";
import classes from "./blank.module.css";

interface BlankRowsProps {
  readonly rows?: number;
}

const WIDTHS = ["46%", "62%", "38%", "54%", "30%", "58%"];

const Lines = ({ rows }: { readonly rows: number }) =>
  WIDTHS.slice(0, rows).map((width) => (
    <div key={width} className={classes.row}>
      <div className={classes.line} style={{ width }} />
    </div>
  ));

/** The shape of a list on its way, under a heading that stands. */
export const BlankList = ({ rows = 6 }: BlankRowsProps) => (
  <div className={classes.list} aria-busy="true">
    <VisuallyHidden role="status">{words.common.loading}</VisuallyHidden>
    <Lines rows={rows} />
  </div>
);

/** The shape of a page whose content is on its way: heading, rule and rows, of the heights they will have. */
export const BlankPage = ({ rows = 6 }: BlankRowsProps) => (
  <div className={classes.page} aria-busy="true">
    <VisuallyHidden role="status">{words.common.loading}</VisuallyHidden>
    <div className={classes.title} />
    <div className={classes.subtitle} />
    <div className={classes.rule} />
    <Lines rows={rows} />
  </div>
);

/** The shape of a document on its way: a title and lines of text. */
export const BlankText = () => (
  <div className={classes.page} aria-busy="true">
    <VisuallyHidden role="status">{words.common.loading}</VisuallyHidden>
    <div className={classes.title} />
    <div className={classes.subtitle} />
    <div className={classes.rule} />
    {WIDTHS.map((width) => (
      <div key={width} className={classes.line} style={{ width: `calc(${width} + 30%)`, marginTop: 14 }} />
    ))}
  </div>
);
