import { refusal } from "../errors.ts";
import { grantInstance, revokeInstance } from "./grants.ts";
import type { InstancePermission } from "./permissions.ts";
import { holdSubject, requireAll } from "./rules.ts";
import type { InstanceWork } from "./work.ts";

/** A grant as somebody gives it. */
export interface NewGrant {
  readonly userId: string;
  readonly permissions: readonly InstancePermission[];
}

/**
 * Lets somebody run the installation, or changes what of it.
 *
 * @throws AppError as `holdSubject`; `instance.permission_missing` for what the actor lacks; `instance.last_grantor`
 */
export async function grant(work: InstanceWork, { userId, permissions }: NewGrant): Promise<{ status: "granted" }> {
  const { account, mine } = await holdSubject(work, userId, "instance:grants");
  requireAll(mine, permissions);
  await grantInstance(work, account, permissions);
  return { status: "granted" };
}

/** Takes somebody's grant away. @throws AppError as `holdSubject`; `instance.grant_not_found`, `instance.last_grantor` */
export async function revoke(work: InstanceWork, { userId }: { userId: string }): Promise<{ status: "revoked" }> {
  const { account } = await holdSubject(work, userId, "instance:grants");
  if (!(await revokeInstance(work, account))) throw refusal("instance.grant_not_found");
  return { status: "revoked" };
}
