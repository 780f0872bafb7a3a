import { use } from "react";
import { factors } from "../words/factors.ts";
import classes from "./totp-set-up.module.css";

/** Modules of quiet around the code: ISO/IEC 18004 asks for four. */
const QUIET = 4;

interface Drawing {
  readonly path: string;
  readonly size: number;
}

/** Draws an address as one path. The encoder is loaded when the first code is drawn. */
export async function drawQrCode(text: string): Promise<Drawing> {
  const { encode } = await import("uqr");
  const { data, size } = encode(text, { ecc: "M", border: QUIET });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { path, size };
}

/** A QR code: dark on light in both themes, because many cameras read no other. */
export function QrCode({ drawing }: { readonly drawing: Promise<Drawing> }) {
  const { path, size } = use(drawing);
  return (
    <svg className={classes.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={factors.totp.qr}>
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#14201c" d={path} shapeRendering="crispEdges" />
    </svg>
  );
}
