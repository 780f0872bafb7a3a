import type { Database, RequestInfo, UserWork, Work } from "@gatehouse/db";
import { type Actor, newId } from "@gatehouse/kernel";
import { and, eq, sql } from "drizzle-orm";
import { EMAIL_CHANGE } from "../config.ts";
import type { AuthLimits, AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { ForcedReset } from "../passwords/forced-reset.ts";
import { type Account, accountOf, findAccount, holdAccount, storeEmail } from "./accounts.ts";
import { issueLink, type OpenedLink, seeLink, spendLink, voidLinks } from "./links.ts";
import { links } from "./schema.ts";

interface EmailChangeDeps {
  readonly db: Database;
  readonly limits: AuthLimits;
  readonly mail: AuthMail;
  readonly forcedReset: ForcedReset;
}

/** What a cancellation did: kept a change from happening, or took it back. */
export interface Cancelled {
  readonly status: "cancelled" | "restored";
}

/** What the links of a change carry: its id, which sorts by time, and the address that the link puts in force. */
const detailOf = ({ detail }: OpenedLink) => ({ changeId: String(detail.changeId), email: String(detail.email) });

/**
 * Changing the address that an account is reached and recovered by. The new address confirms; the old one may cancel from the moment
 * of asking until seven days after the confirmation. A later change does not void the old address's link: else whoever took an
 * account over would change its address twice.
 */
export function createEmailChange({ db, limits, mail, forcedReset }: EmailChangeDeps) {
  const issueCancel = (work: Work, userId: string, seconds: number, detail: { changeId: string; email: string }) =>
    issueLink(work, { purpose: "cancel-email", userId, seconds, detail, keepsOlder: true });

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
      const { changeId, email } = detailOf(await spendLink(work, "confirm-email", token));
      if (!(await storeEmail(work, account.id, email))) throw refusal("auth.link_invalid");
      await voidLinks(work, account.id, "reset");
      const place = { actorId: account.id, organizationId: account.personalOrganizationId };
      await record(work, "account.email_changed", { ...place, target: account.id, detail: { changeId } });
      await mailChanged(work, account, changeId);
      return { status: "changed" };
    },

    /**
     * Takes a change back, before or after its confirmation, and every later one with it: the old address is in force, every session
     * ends, and a new password must be chosen by a link that goes to the old address.
     *
     * @throws AppError `auth.link_invalid`; `account.email_taken` when the old address got an account of its own meanwhile
     */
    async cancel(work: Work, { token }: { token: string }): Promise<Cancelled> {
      const account = await holdAccount(work, (await seeLink(work, "cancel-email", token)).userId);
      const { changeId, email } = detailOf(await spendLink(work, "cancel-email", token));
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

const cancelsOf = (userId: string, changeIds: ReturnType<typeof sql>) =>
  and(eq(links.userId, userId), eq(links.purpose, "cancel-email"), sql`${links.detail}->>'changeId' ${changeIds}`);
