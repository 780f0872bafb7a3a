/** The permissions of this package's own nouns, for a host's policy: `definePolicy({ ...authPermissions, ... })`. */
export const authPermissions = {
  "organization:read": { from: "viewer", says: "See the organization" },
  "organization:update": { from: "admin", says: "Change the organization's name, slug and requirements" },
  "organization:delete": { from: "owner", says: "Delete the organization, or hand it over" },
  "member:read": { from: "viewer", says: "See who belongs to the organization" },
  "member:invite": { from: "admin", says: "Invite people, and take invitations back" },
  "member:change_role": { from: "admin", says: "Give people another role" },
  "member:remove": { from: "admin", says: "Remove people, and the second factors that somebody lost" },
  "role:read": { from: "admin", says: "See what each role may do" },
  "role:manage": { from: "admin", says: "Make and change the organization's own roles" },
  "audit:read": { from: "admin", says: "Read and verify the log of what happened" },
  "audit:export": { from: "admin", says: "Take copies of the log" },
  "api_key:read": { from: "admin", says: "See the API keys and what became of their calls" },
  "api_key:manage": { from: "admin", says: "Make, roll, change and revoke API keys" },
} as const;
