import type { TenantWork } from "@gatehouse/db";
import { inArray } from "drizzle-orm";
import { roleNameOf } from "../access/held-role.ts";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { holdAccounts } from "../users/accounts.ts";
import { users } from "../users/schema.ts";
import { roleOf } from "./members.ts";
import { isMembership, keepingAnOwner, teamOf } from "./memberships.ts";
import { nameInMail } from "./name-in-mail.ts";
import { memberships } from "./schema.ts";

/** Handing an organization over. */
export function createTransfer(mail: AuthMail) {
  async function setRole(work: TenantWork, userId: string, role: "owner" | "admin"): Promise<void> {
    await keepingAnOwner(work.tx.update(memberships).set({ role }).where(isMembership(work, userId)));
  }

  async function tell(work: TenantWork, given: ReadonlyMap<string, string>, organization: string | null) {
    const people = { id: users.id, email: users.email };
    const told = await work.tx
      .select(people)
      .from(users)
      .where(inArray(users.id, [...given.keys()]));
    for (const { id, email: to } of told) {
      await mail.send(work, "roleChanged", { to, organization, role: roleNameOf(given.get(id) ?? "", null) });
    }
  }

  return {
    /**
     * Makes a member the owner and the actor, who must be one, an admin. Other owners stay.
     *
     * @throws AppError `organization.personal`, `member.self`, `member.not_found`; `member.outranked` for whoever is no owner;
     *   `member.last_owner` for a member whose account is disabled, where no other owner is left
     */
    async transferOwnership(work: TenantWork, { userId }: { userId: string }): Promise<{ status: "transferred" }> {
      const me = work.actor.userId;
      if (userId === me) throw refusal("member.self");
      await holdAccounts(work, [me, userId]);
      const { name } = await teamOf(work);
      if ((await roleOf(work, userId)) === null) throw refusal("member.not_found");
      if ((await roleOf(work, me)) !== "owner") throw refusal("member.outranked", {}, { target: userId });
      await setRole(work, userId, "owner");
      await setRole(work, me, "admin");
      await record(work, "organization.ownership_transferred", { target: userId });
      const given = new Map([
        [userId, "owner"],
        [me, "admin"],
      ]);
      await tell(work, given, nameInMail(name));
      return { status: "transferred" };
    },
  };
}
