import { useEffect, useState } from "react";

/** Long enough to hear a sentence, and to go on reading. */
const QUIET_MS = 10_000;

/**
 * A text as it is read out: what changes all the time is said now and then, and the newest of it. About another thing, it is said at once.
 *
 * @param about what the text is about
 */
export function useCalm(text: string, about: string): string {
  const [said, setSaid] = useState({ text, about, at: 0 });
  useEffect(() => {
    if (said.text === text && said.about === about) return;
    const wait = said.about === about ? said.at + QUIET_MS - Date.now() : 0;
    const timer = setTimeout(() => setSaid({ text, about, at: Date.now() }), Math.max(0, wait));
    return () => clearTimeout(timer);
  }, [text, about, said]);
  return said.text;
}
