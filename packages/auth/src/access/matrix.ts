import type { TenantWork } from "@gatehouse/db";
import type { Policy } from "./define-policy.ts";
import { allRoles, type RoleView } from "./role-list.ts";

/** One procedure as the running router declares it. */
export interface AccessRow {
  readonly path: string;
  readonly type: "query" | "mutation" | "subscription";
  /** "public", "signed in" or a permission; null where nothing was declared, which opens to nobody. */
  readonly access: string | null;
  /** Sensitive: open for a short time after a sign-in with every factor, or a step-up. */
  readonly stepUp: boolean;
  /** The name of its traffic limit. */
  readonly limit: string | null;
  /** The event that says that somebody looked, where that is to be known. */
  readonly audit: string | null;
}

/** A way in that is no procedure. */
export interface DoorRow {
  readonly path: string;
  /** Null where no permission opens it: the reason says what does. */
  readonly permission: string | null;
  readonly reason: string;
}

/** Every way into a host. */
export interface AccessTable {
  readonly procedures: readonly AccessRow[];
  readonly doors: readonly DoorRow[];
}

/** One way in, and the keys of the roles that it is open to. */
export type MatrixRow<Row> = Row & { readonly roles: readonly string[] };

/** Who may do what in one organization: every way in by every role, the organization's own included. */
export interface AccessMatrix {
  readonly roles: readonly Pick<RoleView, "key" | "name" | "builtIn">[];
  readonly procedures: readonly MatrixRow<AccessRow>[];
  readonly doors: readonly MatrixRow<DoorRow>[];
}

/** Derives the matrix from what the router declares, which is what the guards enforce, and from what the roles hold now. */
export async function matrixOf(
  policy: Policy,
  work: TenantWork,
  { procedures, doors }: AccessTable,
): Promise<AccessMatrix> {
  const roles = (await allRoles(policy, work)).map((role) => ({ ...role, holds: new Set(role.resolved) }));
  const everyone = roles.map(({ key }) => key);
  const holdersOf = (permission: string) => roles.filter(({ holds }) => holds.has(permission)).map(({ key }) => key);
  const openTo = (access: string | null): readonly string[] => {
    if (access === "public" || access === "signed in") return everyone;
    return access === null ? [] : holdersOf(access);
  };
  return {
    roles: roles.map(({ key, name, builtIn }) => ({ key, name, builtIn })),
    procedures: procedures.map((row) => ({ ...row, roles: openTo(row.access) })),
    doors: doors.map((row) => ({ ...row, roles: row.permission === null ? everyone : holdersOf(row.permission) })),
  };
}
