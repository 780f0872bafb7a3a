export { memberships, organizations } from "./organizations/schema.ts";
export { sessions } from "./sessions/schema.ts";
export { pendingSignUps, users } from "./users/schema.ts";
