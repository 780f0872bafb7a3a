import type { Actor } from "@gatehouse/kernel";
import { refusal } from "../errors.ts";
import type { InstancePermission } from "../instance/permissions.ts";
import { isMultiFactor } from "../sign-in/assurance.ts";
import type { Door } from "./door.ts";

/**
 * Demands a grant to run the installation. Whoever has none is answered as if there were no such procedure, signed in or not, and so is
 * whoever acts as somebody else: nobody learns of it. As everywhere, access is read anew before it refuses.
 *
 * @returns the actor; one whose session was proven by a password alone is not fresh, however lately that was
 * @throws AppError `request.not_found`, `instance.permission_missing`, `access.mfa_enrollment_required`
 */
export async function requireGrant(door: Door, permission: InstancePermission): Promise<Actor> {
  const known = door.actor;
  if (known === null || known.impersonator !== null) throw refusal("request.not_found");
  const isReady = known.instance.has(permission) && known.factors.length > 0;
  const actor = isReady ? known : await door.reread(known);
  if (actor === null || actor.instance.size === 0) throw refusal("request.not_found");
  if (!actor.instance.has(permission)) {
    throw refusal("instance.permission_missing", { missing: [permission] }, { organizationId: null });
  }
  if (actor.factors.length === 0) throw refusal("access.mfa_enrollment_required");
  return isMultiFactor(actor.amr) ? actor : { ...actor, freshUntil: 0 };
}

/** What of a call says whether it is open to somebody who acts as another person. */
interface Closable {
  readonly type: "query" | "mutation" | "subscription";
  readonly meta: { readonly stepUp?: true; readonly impersonation?: "open" | "closed" } | undefined;
}

/**
 * Closes to whoever acts as another person what only that person may do: all that is sensitive; of what is the person's own every change;
 * and what says so of itself.
 *
 * @param isOwn whether the procedure is about the person's own things, and not about those of an organization
 * @throws AppError `access.impersonating`
 */
export function refuseImpersonator({ actor }: Door, { type, meta }: Closable, isOwn: boolean): void {
  if (actor === null || actor.impersonator === null) return;
  const isOpen = meta?.impersonation === undefined ? !isOwn || type !== "mutation" : meta.impersonation === "open";
  if (meta?.stepUp || !isOpen) throw refusal("access.impersonating");
}
