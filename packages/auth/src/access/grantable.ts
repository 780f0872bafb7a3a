import type { Membership } from "@gatehouse/kernel";
import { refusal } from "../errors.ts";
import type { HeldRole } from "./held-role.ts";

/** Who wants to give a role. */
export type Giver = Pick<Membership, "role" | "permissions">;

const lackedBy = ({ permissions }: Giver, role: HeldRole): string[] =>
  [...role.permissions].filter((permission) => !permissions.has(permission));

/**
 * Whether somebody may give a role to another person, or take it from one: nobody grants what they lack. `owner` is more than what it
 * holds: only an owner makes another, so that an admin reaches up to admin.
 */
export const isGrantable = (giver: Giver, role: HeldRole): boolean =>
  (role.key !== "owner" || giver.role === "owner") && lackedBy(giver, role).length === 0;

/**
 * The same as a demand, of whoever has a membership at all.
 *
 * @throws AppError `access.permission_missing`, details `{ missing }`: what the giver lacks; nothing where only ownership is lacking
 */
export function requireGrantable(giver: Giver | undefined, role: HeldRole): void {
  if (giver && isGrantable(giver, role)) return;
  throw refusal("access.permission_missing", { missing: giver ? lackedBy(giver, role) : [...role.permissions] });
}
