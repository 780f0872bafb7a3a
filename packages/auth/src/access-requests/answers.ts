import type { TenantWork } from "@gatehouse/db";
import { eq } from "drizzle-orm";
import type { Policy } from "../access/define-policy.ts";
import { allRoles } from "../access/role-list.ts";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { roleOf } from "../organizations/members.ts";
import { nameInMail } from "../organizations/name-in-mail.ts";
import { organizations } from "../organizations/schema.ts";
import { holdAccounts } from "../users/accounts.ts";
import { users } from "../users/schema.ts";
import { isRequest } from "./access-requests.ts";
import { accessRequests } from "./schema.ts";
import { type NamedRole, targetRole } from "./target-role.ts";

interface AnswerDeps {
  readonly policy: Policy;
  readonly mail: AuthMail;
  /** Gives a member another role, with all that this demands and tells. */
  readonly changeRole: (work: TenantWork, member: { userId: string; role: string }) => Promise<unknown>;
}

/** An answer to a request. `becomes` is the role that whoever approves was shown: another one is not given unseen. */
export interface Approval {
  readonly accessRequestId: string;
  readonly becomes?: string | undefined;
}

type Request = typeof accessRequests.$inferSelect;

async function findRequest(work: TenantWork, accessRequestId: string): Promise<Request> {
  const [row] = await work.tx.select().from(accessRequests).where(isRequest(work, accessRequestId));
  if (!row) throw refusal("access_request.not_found");
  return row;
}

/** Takes the request, by one statement: of several who answer at once, one has answered. */
async function takeRequest(work: TenantWork, accessRequestId: string): Promise<Request> {
  const [taken] = await work.tx.delete(accessRequests).where(isRequest(work, accessRequestId)).returning();
  if (!taken) throw refusal("access_request.not_found");
  return taken;
}

/** The role that the person is raised to, while nobody else changes it. */
async function raised(policy: Policy, work: TenantWork, { userId, permission }: Request): Promise<NamedRole> {
  const { actor, organizationId } = work;
  const giver = actor.memberships.get(organizationId);
  if (userId === actor.userId || !giver) throw refusal("member.self");
  // The account first, as everybody does who changes a membership.
  await holdAccounts(work, [userId]);
  const from = (await roleOf(work, userId)) ?? "";
  const target = targetRole(policy, await allRoles(policy, work), { from, permission, giver });
  if (!target) throw refusal("access_request.not_grantable", {}, { target: userId });
  return target;
}

/** What whoever may change roles answers to a request. */
export function createAnswers({ policy, mail, changeRole }: AnswerDeps) {
  return {
    /**
     * Raises the person to the lowest role that holds the permission and that the actor may give. It works at once, without signing in
     * anew: a change of a membership is a new version of the person's access.
     *
     * @returns the role that the person has from now on
     * @throws AppError `access_request.not_found`, `access_request.not_grantable`, `member.self`; `access_request.overtaken`, with what it would
     * be now, where that is not the role that the actor was shown
     */
    async approve(
      work: TenantWork,
      { accessRequestId, becomes }: Approval,
    ): Promise<{ status: "approved"; userId: string; role: NamedRole }> {
      const request = await findRequest(work, accessRequestId);
      const { userId, permission } = request;
      const role = await raised(policy, work, request);
      if (becomes !== undefined && becomes !== role.key) throw refusal("access_request.overtaken", { becomes: role });
      await changeRole(work, { userId, role: role.key });
      await takeRequest(work, accessRequestId);
      const detail = { permission, userId, role: role.key };
      await record(work, "access_request.approved", { target: accessRequestId, detail });
      return { status: "approved", userId, role };
    },

    /** Leaves everything as it is, and tells the person. @throws AppError `access_request.not_found` */
    async decline(work: TenantWork, { accessRequestId }: { accessRequestId: string }): Promise<{ status: "declined" }> {
      const { userId, permission } = await takeRequest(work, accessRequestId);
      await record(work, "access_request.declined", { target: accessRequestId, detail: { permission, userId } });
      const [person] = await work.tx.select({ to: users.email }).from(users).where(eq(users.id, userId));
      const here = eq(organizations.id, work.organizationId);
      const [place] = await work.tx.select({ name: organizations.name }).from(organizations).where(here);
      const says = policy.table[permission]?.says ?? permission;
      if (person)
        await mail.send(work, "accessDeclined", { ...person, organization: nameInMail(place?.name ?? ""), says });
      return { status: "declined" };
    },
  };
}
