import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it that are missing, with exactly that mode: a strict umask of root would close to the
 * server's user what is made for it. Folders that exist keep their modes.
 *
 * @param mode such as 0o711
 */
export function makePassable(directory: string, mode: number): void {
  const first = mkdirSync(directory, { recursive: true, mode });
  if (first === undefined) return;
  for (let made = directory; made.length >= first.length; made = dirname(made)) {
    chmodSync(made, mode);
    if (made === dirname(made)) return;
  }
}
