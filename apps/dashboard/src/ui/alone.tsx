import type { ErrorComponentProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { words } from "../words.ts";
import classes from "./alone.module.css";
import { Broken } from "./broken.tsx";

/** A page that stands in no shell: under the mark of the house. */
export const Alone = ({ children }: { readonly children: ReactNode }) => (
  <main className={classes.alone} tabIndex={-1}>
    <p className={classes.mark}>
      <img src="/gate.svg" alt="" width={28} height={28} />
      {words.product}
    </p>
    {children}
  </main>
);

/** A failure before the shell stands, for example when nobody can say who is signed in. */
export const BrokenAlone = (props: ErrorComponentProps) => (
  <Alone>
    <Broken {...props} />
  </Alone>
);
