import type { ReactNode } from "react";
import classes from "./stamp.module.css";

interface StampProps {
  readonly tone?: "plain" | "act" | "copper" | "danger";
  /** What stands in it was typed by somebody, and may be long: it takes as many lines as it needs. */
  readonly isTyped?: boolean;
  readonly children: ReactNode;
}

/** A word stamped into the register: THIS DEVICE, OWNER, REVOKED. */
export const Stamp = ({ tone = "plain", isTyped = false, children }: StampProps) => (
  <span className={classes.stamp} data-tone={tone} data-typed={isTyped || undefined}>
    {children}
  </span>
);
