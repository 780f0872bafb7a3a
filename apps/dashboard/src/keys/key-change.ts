import type { ApiKey } from "./queries.ts";

/** What of a key can be changed, as it is typed. */
export interface KeyValues extends Record<string, string> {
  name: string;
  /** A network or an address on each line; nothing: from anywhere. */
  ipRanges: string;
}

type Changeable = Pick<ApiKey, "name" | "ipRanges">;

/** The networks that were typed, each once. */
export const rangesIn = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter((line) => line !== ""))];

export const valuesOf = ({ name, ipRanges }: Changeable): KeyValues => ({ name, ipRanges: ipRanges.join("\n") });

/** The change as the API takes it: what was left as it is, is not sent. An empty list takes every bound away. */
export function changeOf(key: Changeable, { name, ipRanges }: KeyValues): { name?: string; ipRanges?: string[] } {
  const ranges = rangesIn(ipRanges);
  const isSame = ranges.length === key.ipRanges.length && ranges.every((range) => key.ipRanges.includes(range));
  return { ...(name.trim() !== key.name && { name: name.trim() }), ...(!isSame && { ipRanges: ranges }) };
}
