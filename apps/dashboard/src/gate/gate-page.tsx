import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { words } from "../words.ts";
import classes from "./gate-page.module.css";

interface GatePageProps {
  readonly title: string;
  readonly heading?: string;
  readonly children: ReactNode;
}

/** One page at the gate: a heading and one thing to do. */
export function GatePage({ title, heading = title, children }: GatePageProps) {
  useDocumentTitle(`${title} · ${words.product}`);
  return (
    <div className={classes.page}>
      <h1>{heading}</h1>
      {children}
    </div>
  );
}

/** The fields of a form, and its button, one under the other. */
export const Fields = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes.fields}>{children}</div>
);

/** A sentence in the quieter ink. */
export const Aside = ({ children }: { readonly children: ReactNode }) => <p className={classes.aside}>{children}</p>;

/** What the person must know before anything else on the page. */
export const Word = ({ children }: { readonly children: ReactNode }) => <p className={classes.word}>{children}</p>;

/** A second thing that can be done here, below a rule. */
export const Group = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes.group}>{children}</div>
);
