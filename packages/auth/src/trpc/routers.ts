import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import type { Auth } from "../server.ts";
import { createAccessRouter } from "./access.router.ts";
import { createAccessRequestRouter } from "./access-request.router.ts";
import { createAccountRouter } from "./account.router.ts";
import { createApiKeyRouter } from "./api-key.router.ts";
import { createAuditRouter } from "./audit.router.ts";
import { createAuthRouter } from "./auth.router.ts";
import { createGuards } from "./guards.ts";
import { createInstanceRouter } from "./instance.router.ts";
import { createInvitationRouter } from "./invitation.router.ts";
import { createLiveRouter } from "./live.router.ts";
import { createMemberRouter } from "./member.router.ts";
import { createMfaRouter } from "./mfa.router.ts";
import { createOrganizationRouter } from "./organization.router.ts";
import { createPasskeyRouter } from "./passkey.router.ts";
import { createRoleRouter } from "./role.router.ts";
import { createSessionRouter } from "./session.router.ts";
import { createTokenRouter } from "./token.router.ts";

const guards = createGuards(definePolicy(authPermissions));

/** The guards of this package's own routers, which know its own permissions alone. */
export type OwnGuards = typeof guards;

/** The routers that the package ships, to be spread into a host's own. */
export const createAuthRouters = <Permission extends string>(auth: Auth<Permission>) => ({
  auth: createAuthRouter(auth, guards),
  session: createSessionRouter(auth, guards),
  account: createAccountRouter(auth, guards),
  token: createTokenRouter(auth, guards),
  mfa: createMfaRouter(auth, guards),
  passkey: createPasskeyRouter(auth, guards),
  organization: createOrganizationRouter(auth, guards),
  member: createMemberRouter(auth, guards),
  invitation: createInvitationRouter(auth, guards),
  role: createRoleRouter(auth, guards),
  access: createAccessRouter(auth, guards),
  accessRequest: createAccessRequestRouter(auth, guards),
  audit: createAuditRouter(auth, guards),
  live: createLiveRouter(auth, guards),
  apiKey: createApiKeyRouter(auth, guards),
  instance: createInstanceRouter(auth, guards),
});
