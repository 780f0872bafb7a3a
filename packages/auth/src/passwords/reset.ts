import type { Database, JobData, Jobs, RequestInfo, Work } from "@gatehouse/db";
import { newId } from "@gatehouse/kernel";
import type { Sealer } from "@gatehouse/kernel/secrets";
import { RESET_SECONDS } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { record } from "../events.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { accountOf, findAccount } from "../users/accounts.ts";
import { issueLink, seeLink, spendLink } from "../users/links.ts";
import { storePassword } from "./change.ts";
import type { Passwords } from "./passwords.ts";

/** The queue of reset requests. */
export const RESET_QUEUE = "password-reset";

/** Requests that are answered at once: anybody may make them, for any address, and nobody's should wait behind them. */
const AT_ONCE = 4;

interface ResetDeps {
  readonly db: Database;
  readonly jobs: Jobs;
  readonly sealer: Sealer;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly mail: AuthMail;
}

/** A link's token, and the password that it may put in force. */
export interface NewPassword {
  readonly token: string;
  readonly password: string;
}

const placeOf = (id: string): string => `password-reset:${id}`;

/**
 * Choosing a new password by a link. The request looks nobody up: a job does, so that known and unknown addresses are answered by the
 * very same statements.
 */
export function createReset({ db, jobs, sealer, passwords, sessions, mail }: ResetDeps) {
  async function mailLink(work: Work, email: string): Promise<void> {
    const account = await findAccount(work, email);
    if (!account || account.disabledAt !== null) return;
    const { id: userId, personalOrganizationId: organizationId } = account;
    const token = await issueLink(work, { purpose: "reset", userId, seconds: RESET_SECONDS });
    await record(work, "password.reset_requested", { actorId: null, organizationId, target: userId });
    await mail.send(work, "resetPassword", { to: email, token });
  }

  const answer = async ({ id, sealed, request }: JobData): Promise<void> => {
    const email = sealer.open(String(sealed), placeOf(String(id)));
    await db.work(request as RequestInfo, (work) => mailLink(work, email));
  };
  jobs.handle(RESET_QUEUE, answer, AT_ONCE);

  return {
    /** Asks for a link. Answers alike for every address. */
    async request(work: Work, { email }: { email: string }): Promise<{ status: "sent" }> {
      const id = newId("rst");
      // The job outlives the request: it knows no more of it than the log does.
      const { device: _device, ...request } = work.request;
      await jobs.enqueue(work, RESET_QUEUE, { id, sealed: sealer.seal(email, placeOf(id)), request });
      return { status: "sent" };
    },

    /**
     * Puts a new password in force and ends every session; signs nobody in, so that a second factor is still asked for. A password
     * that is refused does not spend the link.
     *
     * @throws AppError `auth.link_invalid`, `password.*`
     */
    async choose(request: RequestInfo, { token, password }: NewPassword): Promise<{ status: "reset" }> {
      const account = await db.work(request, async (work) => {
        const { userId } = await seeLink(work, "reset", token);
        return accountOf(work, userId);
      });
      await passwords.requireAcceptable(password, [account.name, account.email]);
      const passwordHash = await passwords.seal(password, account.id);
      await db.work(request, async (work) => {
        // The account's row first, as everywhere: then nobody waits in a ring.
        await storePassword(work, account.id, passwordHash);
        const { userId } = await spendLink(work, "reset", token);
        const place = { actorId: userId, organizationId: account.personalOrganizationId };
        await record(work, "password.reset", place);
        await sessions.endAll(work, userId, place);
        await mail.send(work, "passwordChanged", { to: account.email });
      });
      // Whoever reads the account's mail is not kept out by the guesses of others.
      await passwords.forgive(request, account.email);
      return { status: "reset" };
    },
  };
}
