import { ActionIcon } from "@mantine/core";
import { useEffect, useSyncExternalStore } from "react";
import { words } from "../words.ts";
import { CloseIcon } from "./icons.tsx";
import classes from "./notice.module.css";

const SHOWN_MS = 8_000;

let current: { readonly says: string } | null = null;
const listeners = new Set<() => void>();

function show(notice: typeof current): void {
  current = notice;
  for (const listener of listeners) listener();
}

/** Says that something was done, wherever the person is by then. The newest takes the place of the one before. */
export const notify = (says: string): void => show({ says });

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Where notices appear: a slip at the foot of the page, read out politely, gone after a while or when dismissed. */
export function Notices() {
  const notice = useSyncExternalStore(subscribe, () => current);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => show(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div role="status" className={classes.place}>
      {notice && (
        <div className={classes.slip}>
          <p>{notice.says}</p>
          <ActionIcon aria-label={words.common.dismiss} onClick={() => show(null)} className={classes.dismiss}>
            <CloseIcon />
          </ActionIcon>
        </div>
      )}
    </div>
  );
}
