import classes from "./seal.module.css";
import { sealOf } from "./seal-glyph.ts";

interface SealProps {
  readonly organizationId: string;
  /** Edge in pixels. */
  readonly size?: number;
}

/** The seal of a tenant. It always stands beside the name, so a screen reader passes over it. */
export function Seal({ organizationId, size = 28 }: SealProps) {
  const { hue, path } = sealOf(organizationId);
  return (
    <svg className={classes.seal} style={{ "--hue": hue }} width={size} height={size} viewBox="-1 -1 7 7" aria-hidden>
      <path className={classes.field} d="M-1-1h7v7h-7z" />
      <path className={classes.glyph} d={path} shapeRendering="crispEdges" />
    </svg>
  );
}
