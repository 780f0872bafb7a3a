import type { UserWork } from "@gatehouse/db";
import { and, eq, isNull } from "drizzle-orm";
import { ERASURE_SECONDS } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { Gate } from "../gate/gate.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { holdAccount } from "./accounts.ts";
import type { OrganizationsOfLeavers } from "./erasure.ts";
import { users } from "./schema.ts";

interface DeletionDeps {
  readonly gate: Gate;
  readonly sessions: Sessions;
  readonly mail: AuthMail;
  readonly organizations: OrganizationsOfLeavers;
  readonly grantors: GrantorsOfInstallation;
}

/** Those who let others run the installation, one of whom stays; from their slice. */
interface GrantorsOfInstallation {
  readonly hold: (work: UserWork) => Promise<void>;
  readonly requireOne: (work: UserWork) => Promise<void>;
}

/** When an account will be gone, unless somebody signs in to it. */
export interface Deleting {
  readonly status: "deleting";
  readonly erasesAt: string;
}

/** Leaving for good: asked for here, seven days of grace that any sign-in ends, then erasure. */
export function createDeletion({ gate, sessions, mail, organizations, grantors }: DeletionDeps) {
  return {
    /**
     * Asks for the actor's account to be erased, and ends every session.
     *
     * @param confirm the account's address, typed once more
     * @throws AppError `request.invalid` for another address; `account.sole_owner`, details `{ organizationIds }`; `instance.last_grantor`
     */
    async request(work: UserWork, { confirm }: { confirm: string }): Promise<Deleting> {
      const { userId } = work.actor;
      const isGrantor = work.actor.instance.has("instance:grants");
      if (isGrantor) await grantors.hold(work);
      const account = await holdAccount(work, userId);
      if (confirm !== account.email) {
        throw refusal("request.invalid", { fieldErrors: { confirm: ["Type the address of this account."] } });
      }
      const { orphaned } = await organizations.departureOf(work, userId);
      if (orphaned.length > 0) throw refusal("account.sole_owner", { organizationIds: orphaned });
      const deletesAt = new Date(work.now.getTime() + ERASURE_SECONDS * 1000);
      const asked = await work.tx
        .update(users)
        .set({ deletesAt })
        .where(and(eq(users.id, userId), isNull(users.deletesAt)))
        .returning({ id: users.id });
      if (isGrantor) await grantors.requireOne(work);
      await sessions.endAll(work, userId);
      await gate.end(work, { user: userId });
      const erasesAt = deletesAt.toISOString();
      if (asked.length > 0) {
        await record(work, "account.deletion_requested", { target: userId, detail: { erasesAt } });
        await mail.send(work, "deletionAsked", { to: account.email, at: erasesAt });
      }
      return { status: "deleting", erasesAt };
    },
  };
}
