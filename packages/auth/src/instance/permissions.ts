/**
 * What a grant to run the installation may hold. They are no permissions of a role: no organization gives them, and holding them gives
 * nothing inside an organization.
 */
export const instancePermissions = {
  "instance:users": { says: "Find people, and see where they are signed in and what they belong to" },
  "instance:organizations": { says: "Find organizations, see who belongs to them, and limit how many may" },
  "instance:grants": { says: "Let others run the installation, and take that away" },
  "instance:disable": { says: "Disable accounts, enable them again, and sign people out" },
  "instance:impersonate": { says: "Act as somebody else for a while" },
  "instance:audit": { says: "Read the installation's own log" },
} as const;

export type InstancePermission = keyof typeof instancePermissions;

/** Their names: what a grant holds unless it says otherwise. */
export const INSTANCE_PERMISSIONS = Object.keys(instancePermissions) as [InstancePermission, ...InstancePermission[]];
