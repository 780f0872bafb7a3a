import { addressRanges } from "@gatehouse/limits";

/** Ranges, prepared for as long as they are remembered. */
const prepared = new WeakMap<readonly string[], ReturnType<typeof addressRanges>>();

/**
 * Whether an address lies in one of these networks. The ranges are prepared once for each list that is kept, so ask with the same one.
 *
 * @param ranges as `readAddressRange` gives them
 * @param ip as the socket or a trusted proxy named it; an unknown one lies nowhere
 */
export function isInRanges(ranges: readonly string[], ip: string | null): boolean {
  const known = prepared.get(ranges) ?? addressRanges(ranges);
  prepared.set(ranges, known);
  return known(ip);
}
