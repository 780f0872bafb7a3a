export { refusal } from "../errors.ts";
export { createContext } from "./context.ts";
export { type OriginRule, requireHost, trpcGate } from "./origin.ts";
export { refuse } from "./refuse.ts";
export { requestId, requestIdOf } from "./request-id.ts";
export { requestInfoOf } from "./request-info.ts";
export { tokenDoors } from "./token-doors.ts";
export { trpcDoor } from "./trpc-door.ts";
