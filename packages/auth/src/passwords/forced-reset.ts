import type { Work } from "@gatehouse/db";
import { RESET_SECONDS } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { record } from "../events.ts";
import type { Gate } from "../gate/gate.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Account } from "../users/accounts.ts";
import { issueLink, voidLinks } from "../users/links.ts";
import { storePassword } from "./change.ts";

interface ForcedResetDeps {
  readonly sessions: Sessions;
  readonly gate: Gate;
  readonly mail: AuthMail;
  /** From now on every device is unknown; from the sign-in slice. */
  readonly forgetDevices: (work: Work, userId: string) => Promise<void>;
}

/** Takes an account out of strange hands: everything that opens it is void but the second factors, and its mailbox decides. */
export function createForcedReset({ sessions, gate, mail, forgetDevices }: ForcedResetDeps) {
  return {
    /**
     * Ends every session and half-way sign-in, forgets the devices, voids the links, and voids the password: without one no password
     * is right. A link to choose the next one is mailed at once.
     */
    async force(work: Work, account: Account): Promise<void> {
      const { id: userId, email, personalOrganizationId: organizationId } = account;
      const place = { actorId: userId, organizationId };
      await storePassword(work, userId, null);
      await voidLinks(work, userId, "confirm-email");
      await sessions.endAll(work, userId, place);
      await gate.end(work, { user: userId });
      await forgetDevices(work, userId);
      const token = await issueLink(work, { purpose: "reset", userId, seconds: RESET_SECONDS });
      await record(work, "password.voided", place);
      if (account.disabledAt === null) await mail.send(work, "passwordVoided", { to: email, token });
    },
  };
}

export type ForcedReset = ReturnType<typeof createForcedReset>;
