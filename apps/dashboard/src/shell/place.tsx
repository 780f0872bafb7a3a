import type { ReactNode } from "react";
import classes from "./navigation.module.css";

/** What all links of the navigation share. */
export interface Look {
  readonly className: string | undefined;
  readonly activeProps: { readonly className: string | undefined };
  readonly onClick?: () => void;
}

/** Links that belong together, under their name. */
export const Place = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={classes.group}>
    <h2 className={classes.heading}>{title}</h2>
    <ul>{children}</ul>
  </section>
);
