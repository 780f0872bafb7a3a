export type { Actor, Demands, Impersonator, Membership, SecondFactor } from "./actor.ts";
export { type Clock, systemClock } from "./clock.ts";
export {
  AppError,
  defineErrors,
  type ErrorDetails,
  type ErrorRow,
  type ErrorStatus,
  type ErrorSubject,
  HTTP_STATUS,
} from "./error.ts";
export { newId } from "./id.ts";
