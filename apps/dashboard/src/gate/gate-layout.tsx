import { createContext, type ReactNode, use, useState } from "react";
import { ThemeMenu } from "../shell/theme-menu.tsx";
import { words } from "../words.ts";
import classes from "./gate-layout.module.css";
import { Portcullis } from "./portcullis.tsx";

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
      <div className={classes.theme}>
        <ThemeMenu />
      </div>
      <main className={classes.main} tabIndex={-1}>
        <div className={classes.column}>
          <Lift value={lift}>{children}</Lift>
        </div>
      </main>
    </div>
  );
}
