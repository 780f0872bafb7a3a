export { addressKey } from "./address-key.ts";
export { createLimits, type LimitRule, type Limits, type Spent } from "./limits.ts";
export { limitsMigrations } from "./migrations.ts";
export { createProofOfWork, type ProofOfWork } from "./proof-of-work.ts";
