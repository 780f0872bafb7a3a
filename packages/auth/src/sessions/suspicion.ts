import type { Work } from "@gatehouse/db";
import { NOT_ME_SECONDS } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { record } from "../events.ts";
import { accountOf } from "../users/accounts.ts";
import { issueLink } from "../users/links.ts";

/** What made a session suspicious. */
export type Sign = "step_up_failures" | "impossible_journey";

/** A session that was ended because of a sign. */
export interface Suspect {
  readonly userId: string;
  readonly sessionId: string;
  readonly sign: Sign;
}

/** Tells the owner that a session was ended, with a way to say "this was not me". */
export function createSuspicion(mail: AuthMail) {
  return {
    async report(work: Work, { userId, sessionId, sign }: Suspect): Promise<void> {
      const { email, personalOrganizationId: organizationId } = await accountOf(work, userId);
      const token = await issueLink(work, { purpose: "not-me", userId, seconds: NOT_ME_SECONDS, keepsOlder: true });
      await record(work, "session.suspicious", {
        actorId: userId,
        organizationId,
        target: sessionId,
        detail: { sign },
      });
      await mail.send(work, "sessionSuspicious", { to: email, sign, token });
    },
  };
}

export type Suspicion = ReturnType<typeof createSuspicion>;
