export { addressKey } from "./address-key.ts";
export { addressRanges, readAddressRange } from "./address-ranges.ts";
export { createLimits, type LimitRule, type Limits } from "./limits.ts";
export { limitsMigrations } from "./migrations.ts";
export { createProofOfWork, type ProofOfWork } from "./proof-of-work.ts";
export type { Spent } from "./spent.ts";
