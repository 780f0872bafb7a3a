import type { Actor, Membership } from "@gatehouse/kernel";
import { type RequirementCode, type SessionFacts, unmetBy } from "./demands.ts";

/** What stands between a person and the work in an organization, by the code of the refusal that it causes. */
export interface Task {
  readonly code: "access.mfa_enrollment_required" | "organization.deleting" | RequirementCode;
  readonly organizationId: string;
}

function codesOf({ needsFactor, demands }: Membership, session: SessionFacts, now: number): Task["code"][] {
  if (demands !== null && demands.deletesAt !== null) return ["organization.deleting"];
  const unmet = demands === null || demands.isExempt ? [] : unmetBy(demands, session, now);
  return needsFactor ? ["access.mfa_enrollment_required", ...unmet] : unmet;
}

/** Everything that the organizations of a person ask of this session before they let it work. */
export function tasksOf(actor: Actor, ip: string | null, now: number): Task[] {
  const session = { ip, signedInAt: actor.signedInAt };
  return [...actor.memberships.values()].flatMap((membership) =>
    codesOf(membership, session, now).map((code) => ({ code, organizationId: membership.organizationId })),
  );
}
