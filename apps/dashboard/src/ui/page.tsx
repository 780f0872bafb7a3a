import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { words } from "../words.ts";
import classes from "./page.module.css";

interface PageProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** What stands in the browser's tab before the product's name; the title, unless given. */
  readonly tab?: string;
  readonly actions?: ReactNode;
  /** A page of settings is 860 px wide; logs and desks take what there is. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A page of the register: its heading, what can be done with the whole of it, and its sections. */
export function Page({ title, subtitle, tab = title, actions, isWide = false, children }: PageProps) {
  useDocumentTitle(`${tab} · ${words.product}`);
  return (
    <article className={classes.page} data-wide={isWide || undefined}>
      <header className={classes.header}>
        <div className={classes.headings}>
          <h1 className={classes.title}>{title}</h1>
          {subtitle !== undefined && <p className={classes.subtitle}>{subtitle}</p>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </article>
  );
}

interface SectionProps {
  /** What a link to this very section names it by. */
  readonly id?: string;
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A section under its ink rule. */
export const Section = ({ id, title, actions, children }: SectionProps) => (
  <section id={id} className={classes.section}>
    <header className={classes.sectionHeader}>
      <h2>{title}</h2>
      {actions}
    </header>
    {children}
  </section>
);

interface EmptyProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** What stands where nothing is yet: why, and the one thing to do about it. */
export const Empty = ({ title, children, action }: EmptyProps) => (
  <div className={classes.empty}>
    <h2>{title}</h2>
    <p>{children}</p>
    {action}
  </div>
);
