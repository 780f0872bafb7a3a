export { type Key, parseKeys } from "./secrets/keys.ts";
export { createSealer, type KeyedSealer, type Sealer } from "./secrets/sealer.ts";
export { digestOf, newToken } from "./secrets/token.ts";
