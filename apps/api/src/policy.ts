import { authPermissions, definePolicy, type PermissionOf } from "@gatehouse/auth";

/** Who may do what: permission first, its lowest role, and what it means. */
export const policy = definePolicy({
  ...authPermissions,
  "document:read": { from: "viewer", says: "Read documents" },
  "document:write": { from: "member", says: "Write documents" },
  "document:delete": { from: "admin", says: "Delete documents" },
});

export type Permission = PermissionOf<typeof policy>;

/**
 * The permissions of which something is closed to whoever acts as another person. A law holds them to the router that runs, and the
 * dashboard's own list does not compile without them.
 */
export type ClosedPermission = Extract<
  Permission,
  | "api_key:manage"
  | "audit:export"
  | "member:change_role"
  | "member:invite"
  | "member:remove"
  | "organization:delete"
  | "organization:read"
  | "organization:update"
  | "role:manage"
>;
