import type { TenantWork } from "@gatehouse/db";
import type { Membership } from "@gatehouse/kernel";
import { and, asc, eq, inArray, ne, sql } from "drizzle-orm";
import { refusal } from "../errors.ts";
import type { AccessOf } from "../gate/access.ts";
import { memberships } from "../organizations/schema.ts";
import { users } from "../users/schema.ts";
import type { Policy } from "./define-policy.ts";
import { type Facts, type Step, type StepName, stepsOf } from "./judge.ts";
import type { AccessTable } from "./matrix.ts";
import { allRoles } from "./role-list.ts";
import { requirePermission } from "./role-rules.ts";

/** One step of the guard, as it stands for one person and one permission. */
export interface ExplainedStep {
  readonly step: StepName;
  /** Null where only the request itself could tell: `detail.unknown` says what of it. */
  readonly holds: boolean | null;
  /** What it was judged by; where it does not hold, also the `code` and the sentence of the refusal. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Why somebody may, or may not. */
export interface Explanation {
  /** No step is known not to hold. */
  readonly allowed: boolean;
  /** In the order of the guard. */
  readonly chain: readonly ExplainedStep[];
  /** Where the permission is lacking: who could give it, owners first, twenty at most. */
  readonly grantableBy: readonly { readonly userId: string; readonly name: string }[];
}

interface ExplainDeps {
  readonly policy: Policy;
  readonly accessOf: AccessOf;
  readonly stepUpSeconds: number;
}

const MAX_GRANTERS = 20;

/** @throws AppError `member.not_found`: whoever is no member here is nobody here */
async function requireMember({ tx, organizationId }: TenantWork, userId: string): Promise<void> {
  const here = and(eq(memberships.organizationId, organizationId), eq(memberships.userId, userId));
  if ((await tx.$count(memberships, here)) === 0) throw refusal("member.not_found");
}

/** Owners, and whoever changes roles and holds the permission; not the person, who cannot. */
async function grantersOf(policy: Policy, work: TenantWork, userId: string, permission: string) {
  const roles = await allRoles(policy, work);
  const able = roles.filter(
    ({ key, resolved }) =>
      key === "owner" || (resolved.includes("member:change_role") && resolved.includes(permission)),
  );
  const keys = able.map(({ key }) => key);
  const isGranter = and(
    eq(memberships.organizationId, work.organizationId),
    inArray(memberships.role, keys),
    ne(memberships.userId, userId),
  );
  return work.tx
    .select({ userId: users.id, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(isGranter)
    .orderBy(sql`${memberships.role} <> 'owner'`, asc(memberships.createdAt), asc(users.id))
    .limit(MAX_GRANTERS);
}

/** What only a request could tell, of the steps that hang on one. */
function unknownOf(step: StepName, membership: Membership | undefined, facts: Facts): readonly string[] {
  if (facts.session !== null) return [];
  if (step === "freshness") return facts.stepUpSeconds === null ? [] : ["freshness"];
  const demands = membership?.demands ?? null;
  if (step !== "requirements" || demands === null || demands.isExempt) return [];
  return [
    ...(demands.addressRanges === null ? [] : ["address"]),
    ...(demands.sessionMs === null ? [] : ["session age"]),
  ];
}

/** Which factors a person has is that person's alone to see. */
const withoutFactors = ({ factors: _factors, ...detail }: Step["detail"]): Step["detail"] => detail;

function explained({ step, refusal: refused, detail }: Step, unknown: readonly string[]): ExplainedStep {
  const isUnknown = refused === null && unknown.length > 0;
  return {
    step,
    holds: isUnknown ? null : refused === null,
    detail: {
      ...detail,
      ...(isUnknown && { unknown }),
      ...(refused && { code: refused.code, says: refused.message }),
    },
  };
}

/** Whoever was disabled gets no further than the door, whatever the role says. */
const INACTIVE: Explanation = {
  allowed: false,
  chain: [{ step: "member", holds: false, detail: { active: false } }],
  grantableBy: [],
};

/** Explains what the guard would say, by the guard's own steps. */
export function createExplain({ policy, accessOf, stepUpSeconds }: ExplainDeps) {
  /** A permission demands a fresh proof where every procedure that it opens does; of oneself the session is known, of others it is not. */
  function factsOf({ actor, now, request }: TenantWork, userId: string, sensitive: boolean): Facts {
    const { signedInAt, freshUntil } = actor;
    const session = userId === actor.userId ? { ip: request.ip, signedInAt, freshUntil } : null;
    return { now: now.getTime(), session, stepUpSeconds: sensitive ? stepUpSeconds : null, whileDeleting: false };
  }

  /**
   * Why a member may, or may not, use a permission here and now.
   *
   * @param table what the running router declares: which procedures the permission opens, and which of them are sensitive
   * @throws AppError `role.permission_unknown`; `member.not_found`
   */
  return async (
    work: TenantWork,
    { userId, permission }: { userId: string; permission: string },
    { procedures }: AccessTable,
  ): Promise<Explanation> => {
    const { actor, organizationId } = work;
    requirePermission(policy, permission);
    await requireMember(work, userId);
    const access = await accessOf(work, userId);
    if (access === null) return INACTIVE;
    const opened = procedures.filter((row) => row.access === permission);
    const demandedBy = opened.filter(({ stepUp }) => stepUp).map(({ path }) => path);
    const facts = factsOf(work, userId, opened.length > 0 && demandedBy.length === opened.length);
    const membership = access.memberships.get(organizationId);
    const chain = [...stepsOf(access, organizationId, permission, facts)].map((step) => {
      const detail = userId === actor.userId ? step.detail : withoutFactors(step.detail);
      const shown = step.step === "freshness" ? { ...detail, demandedBy } : detail;
      return explained({ ...step, detail: shown }, unknownOf(step.step, membership, facts));
    });
    const isHeld = membership?.permissions.has(permission) ?? false;
    return {
      allowed: chain.every(({ holds }) => holds !== false),
      chain,
      grantableBy: isHeld ? [] : await grantersOf(policy, work, userId, permission),
    };
  };
}
