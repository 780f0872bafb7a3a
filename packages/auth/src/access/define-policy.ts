/** The built-in roles, lowest first. Each holds all that the ones before it hold. */
export const BUILT_IN_ROLES = ["viewer", "member", "admin", "owner"] as const;
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];

/** Whether a role is one of those that every organization has, and none can change. */
export const isBuiltIn = (key: string): key is BuiltInRole => BUILT_IN_ROLES.some((role) => role === key);

/** One line of a policy: the lowest role that may, and what it may, as a sentence. */
export interface PermissionRow {
  readonly from: BuiltInRole;
  readonly says: string;
}

export type PolicyTable = Readonly<Record<`${string}:${string}`, PermissionRow>>;

/** A host's permissions and what the built-in roles hold of them. */
export interface Policy<Permission extends string = string> {
  readonly table: Readonly<Record<Permission, PermissionRow>>;
  /** @returns the permissions of a built-in role; none for a role that is not known */
  permissionsOf(role: string): ReadonlySet<Permission>;
  /**
   * Resolves what a role of an organization's own names: permissions, and groups such as `document:*`. The only place that does.
   *
   * @returns the permissions that the policy holds; a name that it does not hold gives nothing
   */
  resolve(names: readonly string[]): ReadonlySet<Permission>;
}

/**
 * Reads a host's policy, permission first. As each permission names its lowest role, roles grow by construction.
 *
 * @example definePolicy({ ...authPermissions, "document:read": { from: "viewer", says: "Read documents" } })
 */
export function definePolicy<const Table extends PolicyTable>(table: Table): Policy<keyof Table & string> {
  type Permission = keyof Table & string;
  const entries = Object.entries(table) as [Permission, PermissionRow][];
  const holds = (rank: number) =>
    new Set(entries.filter(([, row]) => BUILT_IN_ROLES.indexOf(row.from) <= rank).map(([permission]) => permission));
  const roles = new Map<string, ReadonlySet<Permission>>(BUILT_IN_ROLES.map((role, rank) => [role, holds(rank)]));
  const none: ReadonlySet<Permission> = new Set();
  return {
    table: table as Readonly<Record<Permission, PermissionRow>>,
    permissionsOf: (role) => roles.get(role) ?? none,
    resolve: (names) => new Set(entries.map(([permission]) => permission).filter((one) => isNamed(one, names))),
  };
}

const isNamed = (permission: string, names: readonly string[]): boolean =>
  names.includes(permission) || names.includes(`${permission.split(":", 1)[0]}:*`);

/** The permissions of a policy, as a type: `PermissionOf<typeof policy>`. */
export type PermissionOf<P> = P extends Policy<infer Permission> ? Permission : never;
