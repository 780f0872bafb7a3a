import { readAddressRange } from "@gatehouse/limits";
import { z } from "zod";
import { API_KEYS } from "../config.ts";

const MAX_RANGE = 64;

const range = z
  .string()
  .max(MAX_RANGE)
  .trim()
  .transform((text, { addIssue }) => {
    const read = readAddressRange(text);
    if (read !== null) return read;
    addIssue({ code: "custom", message: "Write an address, or a network as 203.0.113.0/24 or 2001:db8::/32." });
    return z.NEVER;
  });

/** Where a key may be used from: networks and addresses, as people write them. None: from anywhere. */
export const ipRangesInput = z
  .array(range)
  .max(API_KEYS.maxRanges)
  .transform((ranges) => [...new Set(ranges)]);
