import type { Work } from "@gatehouse/db";
import { eq } from "drizzle-orm";
import type { AuthMail } from "../deps.ts";
import { record } from "../events.ts";
import type { Gate } from "../gate/gate.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { type Account, holdAccount } from "./accounts.ts";
import { users } from "./schema.ts";

/** Closing an account without erasing it, by whoever runs the installation. */
export function createDisabling(gate: Gate, sessions: Sessions, mail: AuthMail) {
  const placeOf = ({ id, personalOrganizationId: organizationId }: Account) => ({ target: id, organizationId });

  return {
    /** Ends every session; from now on no way in works. An account that is disabled stays as it is. */
    async disable(work: Work, { id }: Account): Promise<void> {
      const account = await holdAccount(work, id);
      if (account.disabledAt !== null) return;
      await work.tx.update(users).set({ disabledAt: work.now }).where(eq(users.id, id));
      await sessions.endAll(work, id, { organizationId: account.personalOrganizationId });
      await gate.end(work, { user: id });
      await record(work, "account.disabled", placeOf(account));
      await mail.send(work, "accountDisabled", { to: account.email });
    },

    /** The ways in work again; sessions that were ended stay so. */
    async enable(work: Work, { id }: Account): Promise<void> {
      const account = await holdAccount(work, id);
      if (account.disabledAt === null) return;
      await work.tx.update(users).set({ disabledAt: null }).where(eq(users.id, id));
      await record(work, "account.enabled", placeOf(account));
      await mail.send(work, "accountEnabled", { to: account.email });
    },
  };
}
