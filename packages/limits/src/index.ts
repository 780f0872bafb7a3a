export { addressKey } from "./address-key.ts";
export { createLimits, type LimitRule, type Limits, type Spent } from "./limits.ts";
export { limitsMigrations } from "./migrations.ts";
