import { authPermissions, definePolicy, type PermissionOf } from "@gatehouse/auth";

/** Who may do what: permission first, its lowest role, and what it means. */
export const policy = definePolicy({
  ...authPermissions,
  "document:read": { from: "viewer", says: "Read documents" },
  "document:write": { from: "member", says: "Write documents" },
  "document:delete": { from: "admin", says: "Delete documents" },
});

export type Permission = PermissionOf<typeof policy>;
