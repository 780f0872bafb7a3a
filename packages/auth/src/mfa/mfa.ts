import type { Database, RequestInfo, UserWork, Work } from "@gatehouse/db";
import type { Actor, SecondFactor } from "@gatehouse/kernel";
import type { AuthLimits, AuthMail } from "../deps.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { accountOf } from "../users/accounts.ts";
import { CODE_AMR } from "./codes.ts";
import { factorsOf } from "./factors.ts";
import { countRecoveryCodes, makeRecoveryCodes, voidRecoveryCodes } from "./recovery-codes.ts";
import type { Totp } from "./totp.ts";

/** What a person has beside the password. */
export interface FactorStatus {
  readonly totp: boolean;
  readonly passkeys: number;
  readonly recoveryCodesLeft: number;
}

/** The codes to be shown once, and the session's new token. */
export interface Enrolled {
  readonly recoveryCodes: string[];
  readonly token: string;
}

interface MfaDeps {
  readonly db: Database;
  readonly limits: AuthLimits;
  readonly totp: Totp;
  readonly sessions: Sessions;
  readonly mail: AuthMail;
  readonly countPasskeys: (work: Work, userId: string) => Promise<number>;
}

/** A person's second factors: what there is, and every way to change it. */
export function createMfa({ db, limits, totp, sessions, mail, countPasskeys }: MfaDeps) {
  async function notify(work: UserWork, what: string): Promise<void> {
    const { email } = await accountOf(work, work.actor.userId);
    await mail.send(work, "factorsChanged", { to: email, what });
  }

  /** Recovery codes stand in for a factor: without one they are void. */
  async function tidy(work: UserWork): Promise<readonly SecondFactor[]> {
    const left = await factorsOf(work, work.actor.userId);
    if (left.length === 0) await voidRecoveryCodes(work, work.actor.userId);
    return left;
  }

  const statusOf = async (work: Work, userId: string): Promise<FactorStatus> => ({
    totp: (await factorsOf(work, userId)).includes("totp"),
    passkeys: await countPasskeys(work, userId),
    recoveryCodesLeft: await countRecoveryCodes(work, userId),
  });

  return {
    status: (work: UserWork): Promise<FactorStatus> => statusOf(work, work.actor.userId),
    /** The same of anybody, for whoever runs the installation. */
    statusOf,

    /** A secret for an authenticator app, in force once `confirmTotp` was given its first code. */
    async beginTotp(work: UserWork): Promise<{ secret: string; uri: string }> {
      const { email } = await accountOf(work, work.actor.userId);
      return totp.begin(work, email);
    },

    /**
     * Puts the app in force, makes recovery codes, ends the other sessions and raises this one.
     *
     * @throws AppError `mfa.not_begun`, `mfa.code_wrong`, `limits.exceeded`
     */
    async confirmTotp(request: RequestInfo, actor: Actor, code: string): Promise<Enrolled> {
      await limits.spend("codeByAccount", actor.userId);
      const enrolled = await db.userWork(request, actor, async (work) => {
        await totp.confirm(work, code.replace(/[\s-]/g, ""));
        const recoveryCodes = await makeRecoveryCodes(work);
        await sessions.revokeOthers(work);
        const { token } = await sessions.raise(work, [...new Set([...actor.amr, CODE_AMR])]);
        await notify(work, "An authenticator app was added, and ten recovery codes were made.");
        return { recoveryCodes, token };
      });
      await limits.reset("codeByAccount", actor.userId);
      return enrolled;
    },

    async removeTotp(work: UserWork): Promise<{ status: "removed" }> {
      await totp.remove(work);
      await tidy(work);
      await sessions.revokeOthers(work);
      await notify(work, "The authenticator app was removed.");
      return { status: "removed" };
    },

    /** Ten new codes; the ones before are void. */
    async regenerateRecoveryCodes(work: UserWork): Promise<{ recoveryCodes: string[] }> {
      const recoveryCodes = await makeRecoveryCodes(work);
      await notify(work, "New recovery codes were made. The ones before no longer work.");
      return { recoveryCodes };
    },

    tidy,
    notify,
  };
}

export type Mfa = ReturnType<typeof createMfa>;
