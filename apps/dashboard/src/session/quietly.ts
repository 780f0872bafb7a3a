/** Runs what storage may refuse (a private window, a policy): then nothing is remembered, and null is the answer. */
export function quietly<Value>(run: () => Value): Value | null {
  try {
    return run();
  } catch {
    return null;
  }
}
