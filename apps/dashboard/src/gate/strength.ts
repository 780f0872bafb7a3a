import { PASSWORD } from "@gatehouse/auth";
import { useEffect, useState } from "react";

/** How long somebody has to pause before what they typed is judged. */
const PAUSE_MS = 250;

type Judge = (password: string) => boolean;

let judge: Promise<Judge> | null = null;

/** The server's own estimate, with its lists of common passwords: large, so it comes when somebody chooses a password. */
async function load(): Promise<Judge> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  const strength = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return (password) => strength.check(password.slice(0, PASSWORD.judgedCharacters)).score < PASSWORD.minScore;
}

/**
 * Whether a new password would be refused as easy to guess, as far as a browser can tell; what it knows of the person's own name
 * and of stolen passwords, the server adds.
 *
 * @returns null while that is not known
 */
export function useIsGuessable(password: string): boolean | null {
  const [judged, setJudged] = useState<{ readonly password: string; readonly isGuessable: boolean } | null>(null);
  useEffect(() => {
    if (password === "") return;
    const timer = setTimeout(async () => {
      judge ??= load();
      // Without the lists there is no live rule; the server's remains.
      const isGuessable = (await judge.catch(() => null))?.(password.normalize("NFC"));
      if (isGuessable !== undefined) setJudged({ password, isGuessable });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [password]);
  return judged?.password === password ? judged.isGuessable : null;
}
