import type { Actor, Demands } from "@gatehouse/kernel";
import type { Policy } from "../access/define-policy.ts";
import type { Access, KeyEntry } from "./memory.ts";

/** The actor of an API key. */
export type KeyActor = Actor & { readonly client: "key"; readonly keyId: string };

/** Whether an actor is a key's. */
export const isKeyActor = (actor: Actor): actor is KeyActor => actor.client === "key";

/** No session can be too old, and nobody breaks glass by a program. */
const withoutSession = (demands: Demands | null): Demands | null =>
  demands && { ...demands, sessionMs: null, isExempt: false };

/**
 * The actor of a remembered key, made anew only when its maker's access changed: in its organization alone, with what it names and its
 * maker holds. All that it does stands in that organization, and nothing about it is fresh.
 *
 * @returns null when the maker is no member any more
 */
export function keyActorOf(policy: Policy, entry: KeyEntry, access: Access): KeyActor | null {
  if (entry.access === access) return entry.actor;
  entry.access = access;
  entry.actor = make(policy, entry, access);
  return entry.actor;
}

function make(policy: Policy, entry: KeyEntry, { memberships, factors }: Access): KeyActor | null {
  const { keyId, userId, organizationId, createdAt } = entry;
  const held = memberships.get(organizationId);
  if (held === undefined) return null;
  const named = policy.resolve(entry.permissions);
  const permissions = new Set([...named].filter((permission) => held.permissions.has(permission)));
  const membership = { ...held, permissions, demands: withoutSession(held.demands) };
  return {
    userId,
    sessionId: keyId,
    keyId,
    client: "key",
    personalOrganizationId: organizationId,
    memberships: new Map([[organizationId, membership]]),
    instance: new Set(),
    impersonator: null,
    factors,
    amr: [],
    signedInAt: createdAt,
    authenticatedAt: createdAt,
    freshUntil: 0,
  };
}
