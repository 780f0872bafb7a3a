import type { Work } from "@gatehouse/db";
import { record } from "../events.ts";
import type { ForcedReset } from "../passwords/forced-reset.ts";
import { holdAccount } from "../users/accounts.ts";
import { seeLink, spendLink } from "../users/links.ts";

/** What the owner does who did not sign in. */
export function createNotMe({ force }: ForcedReset) {
  return {
    /**
     * Spends a link of a mail about a sign-in: ends every session and voids the password; the next one is chosen by the link that is
     * mailed at once.
     *
     * @throws AppError `auth.link_invalid`
     */
    async report(work: Work, { token }: { token: string }): Promise<{ status: "secured" }> {
      const account = await holdAccount(work, (await seeLink(work, "not-me", token)).userId);
      await spendLink(work, "not-me", token);
      const { id: userId, personalOrganizationId: organizationId } = account;
      await record(work, "session.not_me", { actorId: userId, organizationId });
      await force(work, account);
      return { status: "secured" };
    },
  };
}
