import { createContext, lazy, type ReactNode, Suspense, use, useState } from "react";
import { words } from "../words.ts";
import classes from "./gate-layout.module.css";
import { Portcullis } from "./portcullis.tsx";

// The menu weighs more than the form. It comes after it.
const ThemeMenu = lazy(async () => ({ default: (await import("../shell/theme-menu.tsx")).ThemeMenu }));

const LIFT_MS = 560;

const Lift = createContext<() => Promise<void>>(() => Promise.resolve());

/** Lifts the portcullis, once; resolves when it is up far enough to pass, at once for whoever wants no motion. */
export const useLift = (): (() => Promise<void>) => use(Lift);

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The gate beside the pages that lead through it. */
export function GateLayout({ children }: { readonly children: ReactNode }) {
  const [isLifted, setLifted] = useState(false);
  const lift = async () => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    setLifted(true);
    await pause(LIFT_MS);
  };
  return (
    <div className={classes.layout}>
      <aside className={classes.wall}>
        <div className={classes.arch}>
          <Portcullis isLifted={isLifted} />
        </div>
        <div className={classes.foot}>
          <p className={classes.motto}>{words.gate.motto}</p>
          <p className={classes.explanation}>{words.gate.explanation}</p>
        </div>
      </aside>
      <header className={classes.theme}>
        <Suspense>
          <ThemeMenu />
        </Suspense>
      </header>
      <main className={classes.main} tabIndex={-1}>
        <div className={classes.column}>
          <Lift value={lift}>{children}</Lift>
        </div>
      </main>
    </div>
  );
}
