import type { Policy } from "../access/define-policy.ts";
import { type Giver, isGrantable } from "../access/grantable.ts";
import type { RoleView } from "../access/role-list.ts";

/** A role as it is named in an answer. */
export interface NamedRole {
  readonly key: string;
  readonly name: string;
}

/** Who would get which permission, and from whom. */
export interface Raise {
  /** The key of the role that the person has. */
  readonly from: string;
  readonly permission: string;
  readonly giver: Giver;
}

/**
 * The lowest role that raises a person to a permission: it holds that, and everything that the person has already, and the giver may give
 * it. The lowest is the one that holds least; of two alike it is the built-in one.
 *
 * @param roles every role of the organization, the built-in ones first
 * @returns the role that the person has, where that holds the permission already; null where no role will do
 */
export function targetRole(
  policy: Policy,
  roles: readonly RoleView[],
  { from, permission, giver }: Raise,
): NamedRole | null {
  const held = roles.find(({ key }) => key === from);
  const needed = [...(held?.resolved ?? []), permission];
  const fitting = roles
    .map(({ key, name, resolved }) => ({ key, name, permissions: policy.resolve(resolved) }))
    .filter((role) => needed.every((one) => role.permissions.has(one)) && isGrantable(giver, role))
    .toSorted((one, other) => one.permissions.size - other.permissions.size);
  const target = fitting.find(({ key }) => key === from) ?? fitting[0];
  return target ? { key: target.key, name: target.name } : null;
}
