import { readAddressRange } from "@gatehouse/limits";
import { z } from "zod";

const MAX_RANGE = 64;

const rangeInput = z
  .string()
  .max(MAX_RANGE)
  .trim()
  .transform((text, context) => {
    const range = readAddressRange(text);
    if (range !== null) return range;
    context.addIssue(`${text} is no address and no network such as 203.0.113.0/24.`);
    return z.NEVER;
  });

/** Addresses and networks as people write them, each once. @param max how many may be named */
export const addressRangesInput = (max: number) =>
  z
    .array(rangeInput)
    .max(max)
    .transform((ranges) => [...new Set(ranges)]);
