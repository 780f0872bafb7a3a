import type { ReactNode } from "react";
import classes from "./text-button.module.css";

interface TextButtonProps {
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** Looks like a link and goes nowhere: it changes what stands on this page. */
export const TextButton = ({ onClick, children }: TextButtonProps) => (
  <button type="button" className={classes.text} onClick={onClick}>
    {children}
  </button>
);
