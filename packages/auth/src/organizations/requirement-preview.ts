import { asApplication, type TenantWork } from "@gatehouse/db";
import { and, eq, gt, sql } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import {
  type Bound,
  demandsOn,
  isFactorDemanded,
  type RequirementCode,
  type Rules,
  unmetBy,
} from "../access/demands.ts";
import { factorsColumn } from "../mfa/factors.ts";
import { sessions } from "../sessions/schema.ts";
import { users } from "../users/schema.ts";
import { lockingOut, type Requirements, requireSound, rulesOf } from "./requirements.ts";
import { memberships } from "./schema.ts";

/** What requirements would come to, in people. */
export interface RequirementPreview {
  readonly members: number;
  /** Those who would have to do something, or could do nothing, by the requirement that they do not meet. */
  readonly affected: {
    /** Would have to set up a second factor. */
    readonly mfa: number;
    /** Are signed in somewhere for longer than that. */
    readonly sessionHours: number;
    /** Have another domain's address, and are locked out. */
    readonly emailDomains: number;
    /** Were last seen elsewhere. */
    readonly addressRanges: number;
  };
  /** What would lock the actor out, so that it cannot be saved. */
  readonly locksYouOut: readonly RequirementCode[];
}

/** A member as the rules see one: with the sessions that live now. */
interface Seen extends Bound {
  readonly hasFactor: boolean;
  readonly sessions: readonly { readonly ip: string | null; readonly signedInAt: number }[];
}

async function lookAtMembers(work: TenantWork): Promise<Seen[]> {
  const { tx, now, organizationId } = work;
  const held = await tx
    .select({ userId: memberships.userId, role: memberships.role })
    .from(memberships)
    .where(eq(memberships.organizationId, organizationId));
  const ids = sql.param(held.map(({ userId }) => userId));
  const [people, live] = await asApplication(work, async () => [
    await tx
      .select({ id: users.id, email: users.email, factors: factorsColumn })
      .from(users)
      .where(sql`${users.id} = any(${ids})`),
    await tx
      .select({ userId: sessions.userId, ip: sessions.ip, createdAt: sessions.createdAt })
      .from(sessions)
      .where(and(sql`${sessions.userId} = any(${ids})`, gt(sessions.expiresAt, now))),
  ]);
  const roles = new Map(held.map(({ userId, role }) => [userId, role]));
  const bySession = Map.groupBy(live, ({ userId }) => userId);
  return people.map(({ id, email, factors }) => ({
    userId: id,
    email,
    role: roles.get(id) ?? "",
    deletesAt: null,
    hasFactor: factors.length > 0,
    sessions: (bySession.get(id) ?? []).map(({ ip, createdAt }) => ({ ip, signedInAt: createdAt.getTime() })),
  }));
}

/** What of the rules a member does not meet, in any of the sessions that live. */
function unmetByMember(rules: Rules, member: Seen, now: number): ReadonlySet<RequirementCode> {
  const demands = demandsOn(rules, member);
  if (demands === null || demands.isExempt) return new Set();
  const anywhere = member.sessions.flatMap((session) => unmetBy(demands, session, now));
  return new Set([...unmetBy(demands, null, now), ...anywhere]);
}

/**
 * How many people requirements would concern, before they are saved.
 *
 * @throws AppError as `requireSound`
 */
export const createRequirementPreview =
  (policy: Policy) =>
  async (work: TenantWork, next: Requirements): Promise<RequirementPreview> => {
    await requireSound(work, policy, next);
    const rules = rulesOf(next);
    const members = await lookAtMembers(work);
    const unmet = members.map((member) => unmetByMember(rules, member, work.now.getTime()));
    const countOf = (code: RequirementCode) => unmet.filter((codes) => codes.has(code)).length;
    return {
      members: members.length,
      affected: {
        mfa: members.filter(({ role, hasFactor }) => !hasFactor && isFactorDemanded(rules, role)).length,
        sessionHours: countOf("requirement.session_too_old"),
        emailDomains: countOf("requirement.email_domain"),
        addressRanges: countOf("requirement.ip_address"),
      },
      locksYouOut: await lockingOut(work, rules),
    };
  };
