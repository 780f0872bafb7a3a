import { useEffect, useState } from "react";

const secondsUntil = (at: number): number => Math.max(0, Math.ceil((at - Date.now()) / 1000));

/** Whole seconds until a moment in epoch milliseconds, counted down; 0 when it has passed or there is none. */
export function useSecondsLeft(at: number | null): number {
  const [left, setLeft] = useState(() => (at === null ? 0 : secondsUntil(at)));
  useEffect(() => {
    if (at === null) return setLeft(0);
    setLeft(secondsUntil(at));
    const timer = setInterval(() => setLeft(secondsUntil(at)), 250);
    return () => clearInterval(timer);
  }, [at]);
  return left;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** Seconds as a clock shows them: 4:05. */
export const clockOf = (seconds: number): string => `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
