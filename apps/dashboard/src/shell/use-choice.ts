import { type KeyboardEvent, useEffect, useState } from "react";

/** Which line Up and Down go to: round and round. */
function nextOf(key: string, at: number, count: number): number | null {
  if (count === 0 || (key !== "ArrowDown" && key !== "ArrowUp")) return null;
  return (at + (key === "ArrowDown" ? 1 : count - 1)) % count;
}

/**
 * Chooses among lines by the keys of a field that keeps the focus.
 *
 * @param idOf the id of a line's element, which is kept in sight
 */
export function useChoice<One>(found: readonly One[], idOf: (one: One) => string, onRun: (one: One) => void) {
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, found.length - 1);
  const current = found[at];
  const currentId = current && idOf(current);
  useEffect(() => {
    if (currentId !== undefined) document.getElementById(currentId)?.scrollIntoView({ block: "nearest" });
  }, [currentId]);
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter ends the composition of a character, and is not meant for the list.
    if (event.nativeEvent.isComposing) return;
    const next = nextOf(event.key, at, found.length);
    if (next === null && event.key !== "Enter") return;
    event.preventDefault();
    if (next !== null) setChosen(next);
    else if (current) onRun(current);
  };
  return { current, currentId, onKeyDown, choose: setChosen };
}
