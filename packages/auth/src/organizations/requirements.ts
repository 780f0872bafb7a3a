import type { OrganizationWork, TenantWork } from "@gatehouse/db";
import { eq } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { demandsOn, isOfDomain, type RequirementCode, type Rules, unmetBy } from "../access/demands.ts";
import { findRole } from "../access/held-role.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { users } from "../users/schema.ts";
import { roleOf } from "./members.ts";
import { holdMembers, ownersOf, teamOf } from "./memberships.ts";
import { requirements } from "./schema.ts";

/** What an organization demands of its members beside their roles. What is empty is not demanded. */
export interface Requirements {
  /** A second factor: of everybody, or of the roles with these keys. */
  readonly mfa: "all" | readonly string[];
  /** How long after its sign-in a session is taken. */
  readonly sessionHours: number | null;
  /** In lower case. */
  readonly emailDomains: readonly string[];
  /** In CIDR notation, IPv4 and IPv6. */
  readonly addressRanges: readonly string[];
  /** The owner whom the rest does not bind. */
  readonly breakGlassUserId: string | null;
}

const viewOf = (rules: Rules): Requirements => ({
  mfa: rules.mfaForAll ? "all" : rules.mfaRoles,
  sessionHours: rules.sessionHours,
  emailDomains: rules.emailDomains,
  addressRanges: rules.addressRanges,
  breakGlassUserId: rules.breakGlassUserId,
});

/** The same as it is stored. */
export const rulesOf = (asked: Requirements): Rules => ({
  mfaForAll: asked.mfa === "all",
  mfaRoles: asked.mfa === "all" ? [] : [...asked.mfa],
  sessionHours: asked.sessionHours,
  emailDomains: [...asked.emailDomains],
  addressRanges: [...asked.addressRanges],
  breakGlassUserId: asked.breakGlassUserId,
});

const NONE: Rules = rulesOf({
  mfa: [],
  sessionHours: null,
  emailDomains: [],
  addressRanges: [],
  breakGlassUserId: null,
});

/** What the organization demands now, as it is stored. */
export async function readRules({ tx, organizationId }: OrganizationWork): Promise<Rules> {
  const [row] = await tx.select().from(requirements).where(eq(requirements.organizationId, organizationId));
  return row ?? NONE;
}

/** What the organization demands now. */
const readRequirements = async (work: TenantWork): Promise<Requirements> => viewOf(await readRules(work));

/** Whether the organization takes members with this address. */
export const isAllowedAddress = async (work: OrganizationWork, email: string): Promise<boolean> =>
  isOfDomain((await readRules(work)).emailDomains, email);

/**
 * What of these rules would refuse the actor's own requests from here on. A session that is too old is nothing that a sign-in does not mend.
 */
export async function lockingOut(work: TenantWork, rules: Rules): Promise<readonly RequirementCode[]> {
  const { tx, actor, organizationId, now, request } = work;
  const { userId } = actor;
  const [me] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId));
  const role = actor.memberships.get(organizationId)?.role ?? "";
  const demands = demandsOn(rules, { userId, email: me?.email ?? "", role, deletesAt: null });
  const at = now.getTime();
  return demands === null || demands.isExempt ? [] : unmetBy(demands, { ip: request.ip, signedInAt: at }, at);
}

/** Whether somebody may come from fewer networks than before. */
const isNarrower = (before: readonly string[], next: readonly string[]): boolean =>
  next.length > 0 && (before.length === 0 || before.some((range) => !next.includes(range)));

/**
 * Whether a change could keep owners out who are let in now. Where one of them is exempt, it cannot: that one takes it back. Where from they
 * come is not known, so that fewer networks always could.
 */
async function couldLockOwnersOut(work: TenantWork, before: Requirements, next: Rules): Promise<boolean> {
  if (next.breakGlassUserId !== null) return false;
  if (isNarrower(before.addressRanges, next.addressRanges)) return true;
  const isShutOut = (email: string) => isOfDomain(before.emailDomains, email) && !isOfDomain(next.emailDomains, email);
  return (await ownersOf(work)).some(isShutOut);
}

/**
 * Looks at what is asked for without saving it.
 *
 * @throws AppError `organization.personal`; `role.not_found` for a role that is not there; `member.not_found` or
 *   `requirement.exempt_not_owner` for whoever should be exempt and is no owner
 */
export async function requireSound(work: TenantWork, policy: Policy, { mfa, breakGlassUserId }: Requirements) {
  await teamOf(work);
  for (const key of mfa === "all" ? [] : mfa) {
    if ((await findRole(work, policy, key)) === null) throw refusal("role.not_found");
  }
  if (breakGlassUserId === null) return;
  const role = await roleOf(work, breakGlassUserId);
  if (role === null) throw refusal("member.not_found");
  if (role !== "owner") throw refusal("requirement.exempt_not_owner");
}

const LISTED = ["mfa", "sessionHours", "emailDomains", "addressRanges", "breakGlassUserId"] as const;

/** The demands of organizations on their members. */
export const createRequirements = (policy: Policy) => ({
  read: readRequirements,

  /**
   * Replaces what the organization demands; it is in force for all members at once.
   *
   * @throws AppError as `requireSound`; `member.outranked` where another is to be exempt, and `requirement.locks_owners_out` where owners
   *   might be kept out and none is exempt, unless an owner asks; `requirement.locks_you_out`, details `{ unmet }`
   */
  async set(work: TenantWork, next: Requirements): Promise<Requirements> {
    const { actor, organizationId, now } = work;
    await holdMembers(work);
    await requireSound(work, policy, next);
    const before = await readRequirements(work);
    const isOwner = actor.memberships.get(organizationId)?.role === "owner";
    if (next.breakGlassUserId !== before.breakGlassUserId && !isOwner) throw refusal("member.outranked");
    const rules = rulesOf(next);
    const unmet = await lockingOut(work, rules);
    if (unmet.length > 0) throw refusal("requirement.locks_you_out", { unmet });
    if (!isOwner && (await couldLockOwnersOut(work, before, rules))) throw refusal("requirement.locks_owners_out");
    const row = { ...rules, updatedAt: now };
    await work.tx
      .insert(requirements)
      .values({ organizationId, ...row })
      .onConflictDoUpdate({ target: requirements.organizationId, set: row });
    const after = await readRequirements(work);
    const changed = LISTED.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
    await record(work, "requirement.changed", { target: organizationId, detail: { changed, ...after } });
    return after;
  },
});
