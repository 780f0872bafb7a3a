import type { Work } from "@gatehouse/db";
import type { AuthLimits } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { acceptRecoveryCode } from "./recovery-codes.ts";
import type { Totp } from "./totp.ts";

export type CodeMethod = "totp" | "recoveryCode";

/** A code as typed, and what it claims to be. */
export interface TypedCode {
  readonly method: CodeMethod;
  readonly code: string;
}

/** RFC 8176 has no name for recovery codes; `otp` covers a one-time password of any kind. */
export const CODE_AMR = "otp";

/** Opens a transaction for an answer: given by whoever holds the database. */
type Run = <Result>(fn: (work: Work) => Promise<Result>) => Promise<Result>;

/** The one function that answers whether a code is right. Its budget stands on the account, across challenges and kinds of code. */
export function createCodes(limits: AuthLimits, totp: Totp) {
  const accept = (work: Work, userId: string, { method, code }: TypedCode) =>
    method === "totp" ? totp.accept(work, userId, code.replace(/[\s-]/g, "")) : acceptRecoveryCode(work, userId, code);

  return {
    /**
     * Spends a try, then a right code, and runs what it opens in the same transaction.
     *
     * @param subject whose code it is, and where a refusal is remembered
     * @throws AppError `mfa.code_wrong`, `limits.exceeded`
     */
    async verify<Result>(
      run: Run,
      subject: { userId: string; personalOrganizationId: string },
      typed: TypedCode,
      then: (work: Work) => Promise<Result>,
    ): Promise<Result> {
      const { userId, personalOrganizationId: organizationId } = subject;
      await limits.spend("codeByAccount", userId);
      const result = await run(async (work) => {
        if (!(await accept(work, userId, typed))) {
          throw refusal("mfa.code_wrong", {}, { actorId: userId, organizationId });
        }
        if (typed.method === "recoveryCode") {
          await record(work, "mfa.recovery_code_used", { actorId: userId, organizationId });
        }
        return then(work);
      });
      await limits.reset("codeByAccount", userId);
      return result;
    },
  };
}

export type Codes = ReturnType<typeof createCodes>;
