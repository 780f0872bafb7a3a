import type { ReactNode } from "react";
import classes from "./instance.module.css";

/** One thing that is known of somebody or something. */
export const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className={classes.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
