import type { Work } from "@gatehouse/db";
import { sql } from "drizzle-orm";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { ForcedReset } from "../passwords/forced-reset.ts";
import { holdAccount, storeEmail } from "./accounts.ts";
import { cancelsOf, changeOf } from "./change-links.ts";
import { seeLink, spendLink } from "./links.ts";
import { links } from "./schema.ts";

/** What a cancellation did: kept a change from happening, or took it back. */
export interface Cancelled {
  readonly status: "cancelled" | "restored";
}

/** Taking a change of address back, from the old one. */
export function createEmailCancel(forcedReset: ForcedReset, mail: AuthMail) {
  return {
    /**
     * Takes a change back, before or after its confirmation, and every later one with it: the old address is in force, every session
     * ends, and a new password must be chosen by a link that goes to the old address.
     *
     * @throws AppError `auth.link_invalid`; `account.email_taken` when the old address got an account of its own meanwhile
     */
    async cancel(work: Work, { token }: { token: string }): Promise<Cancelled> {
      const account = await holdAccount(work, (await seeLink(work, "cancel-email", token)).userId);
      const { changeId, email } = changeOf(await spendLink(work, "cancel-email", token));
      const isRestored = account.email !== email;
      await forcedReset.force(work, { ...account, email });
      if (isRestored && !(await storeEmail(work, account.id, email))) throw refusal("account.email_taken");
      await work.tx.delete(links).where(cancelsOf(account.id, sql`>= ${changeId}`));
      const place = { actorId: account.id, organizationId: account.personalOrganizationId };
      await record(work, "account.email_change_cancelled", { ...place, target: account.id, detail: { changeId } });
      if (isRestored) await mail.send(work, "emailTakenBack", { to: account.email });
      return { status: isRestored ? "restored" : "cancelled" };
    },
  };
}
