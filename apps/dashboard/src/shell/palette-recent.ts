import { quietly } from "../session/quietly.ts";

const KEY = "gatehouse-palette";
const KEPT = 5;

/** What of the palette somebody used last, as the browser keeps it: another person begins anew. */
interface Kept {
  readonly userId: string;
  readonly ids: readonly string[];
}

const isKept = (value: unknown): value is Kept =>
  typeof value === "object" && value !== null && "userId" in value && "ids" in value && Array.isArray(value.ids);

/** The ids of the commands that this person used last in this browser, the newest first. */
export function recentIds(userId: string): readonly string[] {
  const kept: unknown = quietly(() => JSON.parse(localStorage.getItem(KEY) ?? "null"));
  return isKept(kept) && kept.userId === userId ? kept.ids : [];
}

/** Puts one before those that were used before. */
export function rememberCommand(userId: string, id: string): void {
  const ids = [id, ...recentIds(userId).filter((each) => each !== id)].slice(0, KEPT);
  quietly(() => localStorage.setItem(KEY, JSON.stringify({ userId, ids } satisfies Kept)));
}

interface Grouped {
  readonly id: string;
  readonly group: string;
}

/** Those that were used last come first, under a name of their own; the others stay where they are. */
export function recentFirst<One extends Grouped>(all: readonly One[], ids: readonly string[], group: string): One[] {
  const recent = ids.flatMap((id) => all.filter((one) => one.id === id));
  return [...recent.map((one) => ({ ...one, group })), ...all.filter((one) => !recent.includes(one))];
}
