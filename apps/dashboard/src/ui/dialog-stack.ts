import { useId, useLayoutEffect, useSyncExternalStore } from "react";

/** The dialog below appears again, and can take the focus, a moment after the one above is gone. */
const RETURN_MS = 30;
/** By then it has it: what opens another dialog waits for this, so that the focus goes back to the right place afterwards. */
export const RETURNED_MS = 2 * RETURN_MS;

/** The dialogs that are open, the topmost last. */
let stack: readonly string[] = [];
const listeners = new Set<() => void>();

function change(next: readonly string[]): void {
  stack = next;
  for (const listener of listeners) listener();
}

/** Whether any dialog is open: what it holds may be typed already, or be shown this once. */
export const isAnyOpen = (): boolean => stack.length > 0;

/**
 * What had the focus last. An item of a menu is gone as soon as it is chosen, and what it opens may come late: there, it is the button of
 * the menu.
 */
let lastFocused: HTMLElement | null = null;

document.addEventListener("focusin", ({ target }) => {
  if (!(target instanceof HTMLElement)) return;
  const menu = target.closest("[role=menu]");
  lastFocused = menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : target;
});

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/**
 * Stands a dialog on those that are open already, and gives the focus back to whatever had it when it goes. The one below keeps what was
 * typed into it, and waits.
 *
 * @returns its place, 0 for the lowest, and whether it is the topmost
 */
export function useStacked(isOpen: boolean): { readonly place: number; readonly isOnTop: boolean } {
  const id = useId();
  useLayoutEffect(() => {
    if (!isOpen) return;
    const opener = lastFocused;
    change([...stack, id]);
    return () => {
      // Not at once: the Escape that closed this one would go on to the one below.
      setTimeout(() => change(stack.toSpliced(stack.indexOf(id), 1)));
      setTimeout(() => {
        // React's strict mode closes and opens in one breath what is open from the start: it keeps its place and its focus.
        if (stack.includes(id)) return;
        // What opened it may be gone with what the dialog did: then the page itself has the focus, and not the void before it.
        const next = opener?.isConnected ? opener : document.querySelector<HTMLElement>("main");
        next?.focus({ preventScroll: true });
      }, RETURN_MS);
    };
  }, [id, isOpen]);
  const open = useSyncExternalStore(subscribe, () => stack);
  return { place: Math.max(0, open.indexOf(id)), isOnTop: open.at(-1) === id };
}
