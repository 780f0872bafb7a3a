import { refusal } from "../errors.ts";

/** Deeper or wider than any input of ours. */
const MAX_DEPTH = 16;
const MAX_NODES = 20_000;
const POLLUTING = new Set(["__proto__", "constructor", "prototype"]);
const NUL = "\u0000";

const isCleanText = (text: string): boolean => !text.includes(NUL) && text.isWellFormed();

function isClean(root: unknown): boolean {
  const waiting: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let seen = 0; seen < waiting.length; seen += 1) {
    const { value, depth } = waiting[seen] as { value: unknown; depth: number };
    if (typeof value === "string" && !isCleanText(value)) return false;
    if (typeof value !== "object" || value === null) continue;
    if (depth === MAX_DEPTH) return false;
    const width = Array.isArray(value) ? value.length : Object.keys(value).length;
    if (waiting.length + width > MAX_NODES) return false;
    for (const [key, child] of Object.entries(value)) {
      if (POLLUTING.has(key) || !isCleanText(key)) return false;
      waiting.push({ value: child, depth: depth + 1 });
    }
  }
  return true;
}

/**
 * Refuses JSON that no schema of ours could mean: NUL, lone surrogates, prototype keys, great depth or width.
 *
 * @throws AppError `request.invalid`
 */
export function requireClean(input: unknown): void {
  if (!isClean(input)) throw refusal("request.invalid");
}
