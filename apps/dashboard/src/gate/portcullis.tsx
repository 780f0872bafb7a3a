import { useId } from "react";
import classes from "./portcullis.module.css";

// The opening: 336 wide between the jambs at x 42 and 378, round above y 210, its ground at y 560.
const OPENING = "M42 560V210a168 168 0 0 1 336 0v350z";
const BARS = [66, 114, 162, 210, 258, 306, 354];
const RAILS = [70, 134, 198, 262, 326, 390, 454, 518];
const COURSES = [280, 350, 420, 490];
const FOOT = 532;

/** The joints between the stones of the arch, drawn from the centre outwards. */
const JOINTS = Array.from({ length: 10 }, (_, index) => {
  const angle = (Math.PI * (index + 0.5)) / 10;
  const at = (radius: number) =>
    `${(210 - radius * Math.cos(angle)).toFixed(1)} ${(210 - radius * Math.sin(angle)).toFixed(1)}`;
  return `M${at(168)}L${at(204)}`;
}).join("");

const Grille = () => (
  <>
    <path className={classes.bars} d={BARS.map((x) => `M${x} 0V${FOOT}`).join("")} />
    <path className={classes.bars} d={RAILS.map((y) => `M30 ${y}H390`).join("")} />
    <path className={classes.spikes} d={BARS.map((x) => `M${x - 11} ${FOOT - 6}h22l-11 34z`).join("")} />
    {BARS.flatMap((x) =>
      RAILS.map((y) => <circle key={`${x} ${y}`} className={classes.rivet} cx={x} cy={y} r="2.6" />),
    )}
  </>
);

/** The gate of the house. It is down until somebody has shown who they are, and then it goes up, once. */
export function Portcullis({ isLifted }: { readonly isLifted: boolean }) {
  const clip = useId();
  return (
    <svg
      className={classes.gate}
      data-lifted={isLifted}
      viewBox="0 0 420 561"
      preserveAspectRatio="xMidYMax meet"
      aria-hidden
    >
      <clipPath id={clip}>
        <path d={OPENING} />
      </clipPath>
      <path className={classes.opening} d={OPENING} />
      <g clipPath={`url(#${clip})`}>
        <g className={classes.grille}>
          <Grille />
        </g>
      </g>
      <path className={classes.stones} d={OPENING} />
      <path className={classes.stones} d={`M6 560V210a204 204 0 0 1 408 0v350${JOINTS}`} />
      <path className={classes.stones} d={COURSES.map((y) => `M6 ${y}h36M378 ${y}h36`).join("")} />
    </svg>
  );
}
