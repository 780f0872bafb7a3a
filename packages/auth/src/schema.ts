export { instanceGrants, roles } from "./access/schema.ts";
export { accessRequests } from "./access-requests/schema.ts";
export { challenges } from "./challenges/schema.ts";
export { factorResets, passkeys, recoveryCodes, totp } from "./mfa/schema.ts";
export { breakGlassUses, invitations, memberships, organizations, requirements } from "./organizations/schema.ts";
export { sessions } from "./sessions/schema.ts";
export { devices } from "./sign-in/schema.ts";
export { refreshTokens, signingKeys } from "./tokens/schema.ts";
export { links, pendingSignUps, users } from "./users/schema.ts";
