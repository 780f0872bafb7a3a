export { digestOf, isEqual, newToken } from "./secrets/token.ts";
export { createSealer, type Sealer } from "./secrets/sealer.ts";
export { parseKeys, type Key } from "./secrets/keys.ts";
