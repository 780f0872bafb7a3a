import { createLink, type LinkComponent } from "@tanstack/react-router";
import type { AnchorHTMLAttributes } from "react";
import classes from "./back-link.module.css";
import { BackIcon } from "./icons.tsx";

const BackAnchor = ({ children, ...props }: AnchorHTMLAttributes<HTMLAnchorElement>) => (
  <a {...props} className={classes.back}>
    <BackIcon size={16} /> {children}
  </a>
);

/** To the page that this one was reached from. */
export const BackLink: LinkComponent<typeof BackAnchor> = createLink(BackAnchor);
