export { can, type Holder } from "./access/can.ts";
export type { CatalogueGroup } from "./access/catalogue.ts";
export {
  BUILT_IN_ROLES,
  type BuiltInRole,
  definePolicy,
  type PermissionOf,
  type PermissionRow,
  type Policy,
} from "./access/define-policy.ts";
export type { ExplainedStep, Explanation } from "./access/explain.ts";
export type { AccessMatrix, AccessRow, DoorRow } from "./access/matrix.ts";
export type { Task } from "./access/tasks.ts";
export type { AccessRequestView, OwnAccessRequest } from "./access-requests/access-requests.ts";
export type { NamedRole } from "./access-requests/target-role.ts";
export { LOCALES, type Locale, PASSWORD } from "./config.ts";
export type { AuthErrorCode } from "./errors.ts";
export {
  emailInput,
  idInput,
  nameInput,
  passwordInput,
  signInInput,
  signUpInput,
} from "./input.ts";
export { type InstancePermission, instancePermissions } from "./instance/permissions.ts";
export type { MemberView } from "./organizations/members.ts";
export type { OrganizationView } from "./organizations/organizations.ts";
export { page } from "./page.ts";
export { authPermissions } from "./permissions.ts";
export type { Device } from "./sessions/device.ts";
export type { SessionView } from "./sessions/sessions.ts";
export type { CurrentImpersonator, CurrentOrganization, CurrentSession } from "./users/current.ts";
export type { Profile } from "./users/profile.ts";
