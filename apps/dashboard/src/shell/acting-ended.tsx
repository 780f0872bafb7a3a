import { type ReactNode, useEffect, useState } from "react";
import { stopActing } from "../session/acting.ts";
import { Alone } from "../ui/alone.tsx";
import { acting } from "../words/acting.ts";

let going: Promise<unknown> | null = null;

// Once, however often it is asked for: the second time there would be nothing to go back to.
const goBack = (): Promise<unknown> => {
  going ??= stopActing("/instance");
  return going;
};

/** The time of acting as somebody else is over: the browser kept who it was before, and goes on as them. */
export function ActingEnded({ otherwise }: { readonly otherwise: ReactNode }) {
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    goBack().catch(() => setLost(true));
  }, []);
  return isLost ? (
    otherwise
  ) : (
    <Alone>
      <p role="status">{acting.over}</p>
    </Alone>
  );
}
