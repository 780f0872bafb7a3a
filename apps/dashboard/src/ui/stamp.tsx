import type { ReactNode } from "react";
import classes from "./stamp.module.css";

interface StampProps {
  readonly tone?: "plain" | "act" | "copper" | "danger";
  readonly children: ReactNode;
}

/** A word stamped into the register: THIS DEVICE, OWNER, REVOKED. */
export const Stamp = ({ tone = "plain", children }: StampProps) => (
  <span className={classes.stamp} data-tone={tone}>
    {children}
  </span>
);
