import type { Actor, AppError, Membership } from "@gatehouse/kernel";
import { refusal } from "../errors.ts";
import { stepUpMethodsOf } from "../sign-in/step-up.ts";
import { type SessionFacts, unmetBy } from "./demands.ts";

/** The steps that a request takes in an organization, in their order. */
export type StepName = "member" | "role" | "permission" | "organization" | "factor" | "requirements" | "freshness";

/** One step, and the refusal that it leads to; null where it holds. */
export interface Step {
  readonly step: StepName;
  readonly refusal: AppError | null;
  /** What it was judged by: names, codes and times, never what a person typed. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What is judged beside the person. */
export interface Facts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Null where it is asked about a person and not about a request: what hangs on the session is then held for granted. */
  readonly session: (SessionFacts & Pick<Actor, "freshUntil">) | null;
  /** For something sensitive: how long a step-up lasts, in seconds; else null. */
  readonly stepUpSeconds: number | null;
  /** Whether an owner may do it while the organization is being deleted. */
  readonly whileDeleting: boolean;
}

type Subject = Pick<Actor, "memberships" | "factors">;

const isClosed = ({ demands, role }: Membership, { whileDeleting }: Facts): boolean =>
  demands !== null && demands.deletesAt !== null && !(whileDeleting && role === "owner");

function organizationStep(membership: Membership, facts: Facts): Step {
  const at = membership.demands?.deletesAt ?? null;
  const detail = at === null ? {} : { deletesAt: new Date(at).toISOString() };
  const refused = isClosed(membership, facts) ? refusal("organization.deleting", detail) : null;
  return { step: "organization", refusal: refused, detail };
}

function requirementsStep({ demands }: Membership, { session, now }: Facts): Step {
  const unmet = demands === null ? [] : unmetBy(demands, session, now);
  const isExempt = demands?.isExempt ?? false;
  const [first] = isExempt ? [] : unmet;
  return { step: "requirements", refusal: first ? refusal(first) : null, detail: { unmet, isExempt } };
}

function freshnessStep(subject: Subject, { session, now, stepUpSeconds }: Facts): Step {
  const detail = { demanded: stepUpSeconds !== null };
  if (stepUpSeconds === null || session === null || session.freshUntil > now) {
    return { step: "freshness", refusal: null, detail };
  }
  const stepUp = { methods: stepUpMethodsOf(subject), maxAgeSeconds: stepUpSeconds };
  return { step: "freshness", refusal: refusal("access.step_up_required", { stepUp }), detail };
}

/**
 * Every step of the guard, in its order. Whoever is no member takes the first alone: there is nothing more to tell.
 *
 * @param permission one of the policy; what it does not hold, nobody has
 */
export function* stepsOf(
  subject: Subject,
  organizationId: string,
  permission: string,
  facts: Facts,
): Generator<Step, void> {
  const membership = subject.memberships.get(organizationId);
  yield { step: "member", refusal: membership ? null : refusal("organization.not_found"), detail: {} };
  if (!membership) return;
  const { role, permissions, needsFactor } = membership;
  yield { step: "role", refusal: null, detail: { role } };
  const missing = permissions.has(permission) ? [] : [permission];
  const lack = missing.length === 0 ? null : refusal("access.permission_missing", { missing });
  yield { step: "permission", refusal: lack, detail: { permission } };
  yield organizationStep(membership, facts);
  const enrol = needsFactor ? refusal("access.mfa_enrollment_required") : null;
  yield { step: "factor", refusal: enrol, detail: { factors: subject.factors } };
  yield requirementsStep(membership, facts);
  yield freshnessStep(subject, facts);
}

/**
 * The guard's judgement: may this person do this here and now?
 *
 * @returns the refusal of the first step that does not hold; null when all do
 */
export function judge(subject: Subject, organizationId: string, permission: string, facts: Facts): AppError | null {
  for (const step of stepsOf(subject, organizationId, permission, facts)) if (step.refusal) return step.refusal;
  return null;
}
