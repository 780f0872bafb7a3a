import type { Database, RequestInfo, UserWork, Work } from "@gatehouse/db";
import { type Actor, newId } from "@gatehouse/kernel";
import { sql } from "drizzle-orm";
import { EMAIL_CHANGE } from "../config.ts";
import type { AuthLimits, AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { type Account, accountOf, findAccount, holdAccount, storeEmail } from "./accounts.ts";
import { cancelsOf, changeOf, issueCancel } from "./change-links.ts";
import { issueLink, seeLink, spendLink, voidLinks } from "./links.ts";
import { links } from "./schema.ts";

interface EmailChangeDeps {
  readonly db: Database;
  readonly limits: AuthLimits;
  readonly mail: AuthMail;
}

/**
 * Changing the address that an account is reached and recovered by. The new address confirms; the old one may cancel from the moment
 * of asking until seven days after the confirmation.
 */
export function createEmailChange({ db, limits, mail }: EmailChangeDeps) {
  /** Known and unknown addresses cost alike, and who asks is told nothing: the owner of a known one gets another mail. */
  async function ask(work: UserWork, email: string): Promise<void> {
    const { id: userId, email: old } = await accountOf(work, work.actor.userId);
    if (email === old) throw refusal("request.invalid", { fieldErrors: { email: ["This is your address already."] } });
    const isTaken = (await findAccount(work, email)) !== null;
    const { confirmSeconds, cancelSeconds } = EMAIL_CHANGE;
    const changeId = newId("chg");
    const change = { purpose: "confirm-email", userId, seconds: confirmSeconds, detail: { changeId, email } } as const;
    const confirm = await issueLink(work, change);
    const cancel = await issueCancel(work, userId, confirmSeconds + cancelSeconds, { changeId, email: old });
    await record(work, "account.email_change_requested", { target: userId, detail: { changeId } });
    await (isTaken
      ? mail.send(work, "emailTaken", { to: email })
      : mail.send(work, "confirmEmail", { to: email, token: confirm }));
    await mail.send(work, "emailChangeAsked", { to: old, token: cancel });
  }

  /** The older link of the change lives as long as the new one: seven days from now. */
  async function mailChanged(work: Work, { id: userId, email: old }: Account, changeId: string): Promise<void> {
    const { cancelSeconds } = EMAIL_CHANGE;
    const expiresAt = new Date(work.now.getTime() + cancelSeconds * 1000);
    await work.tx
      .update(links)
      .set({ expiresAt })
      .where(cancelsOf(userId, sql`= ${changeId}`));
    const token = await issueCancel(work, userId, cancelSeconds, { changeId, email: old });
    await mail.send(work, "emailChanged", { to: old, token });
  }

  return {
    /**
     * Asks for a change. Answers alike for every address; nothing changes before the confirmation.
     *
     * @throws AppError `limits.exceeded`; `request.invalid` for the address that the account has
     */
    async request(request: RequestInfo, actor: Actor, { email }: { email: string }): Promise<{ status: "sent" }> {
      await limits.spend("emailChange", actor.userId);
      await limits.spend("emailChange", email);
      await db.userWork(request, actor, (work) => ask(work, email));
      return { status: "sent" };
    },

    /**
     * Puts the new address in force. Links to a new password that the old mailbox holds are void.
     *
     * @throws AppError `auth.link_invalid`, also when the address got an account of its own meanwhile
     */
    async confirm(work: Work, { token }: { token: string }): Promise<{ status: "changed" }> {
      const account = await holdAccount(work, (await seeLink(work, "confirm-email", token)).userId);
      const { changeId, email } = changeOf(await spendLink(work, "confirm-email", token));
      if (!(await storeEmail(work, account.id, email))) throw refusal("auth.link_invalid");
      await voidLinks(work, account.id, "reset");
      const place = { actorId: account.id, organizationId: account.personalOrganizationId };
      await record(work, "account.email_changed", { ...place, target: account.id, detail: { changeId } });
      await mailChanged(work, account, changeId);
      return { status: "changed" };
    },
  };
}
