import type { Database, RequestInfo, Work } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import { firstHalfOf, seeChallenge, spendChallenge } from "../challenges/challenge.ts";
import { refusal } from "../errors.ts";
import { CODE_AMR, type Codes, type TypedCode } from "../mfa/codes.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Assurance, AssuranceDesk } from "./assurance.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

interface SignInDeps {
  readonly db: Database;
  readonly passwords: Passwords;
  readonly codes: Codes;
  readonly sessions: Sessions;
  readonly assurance: AssuranceDesk;
}

/** From a password, or a half-way sign-in and a code, to a session. */
export function createSignIn({ db, passwords, codes, sessions, assurance }: SignInDeps) {
  return {
    /**
     * Signs in with a password. A session that the browser still holds ends in the same transaction.
     *
     * @param previous the actor of the session that the request came with
     * @throws AppError as `passwords.verify`
     */
    async withPassword(request: RequestInfo, previous: Actor | null, credentials: Credentials): Promise<Assurance> {
      const proven = await passwords.verify(request, credentials.email, credentials.password);
      return db.work(request, async (work: Work) => {
        const concluded = await assurance.conclude(work, { ...proven, amr: ["pwd"] });
        if (previous) await sessions.end({ ...work, actor: previous });
        return concluded;
      });
    },

    /**
     * The second half: a code for the challenge that this browser carries.
     *
     * @throws AppError `auth.challenge_required` without a live challenge; as `codes.verify`
     */
    async withCode(request: RequestInfo, challenge: string | null, typed: TypedCode): Promise<Assurance> {
      const token = challenge ?? "";
      const waiting = await db.work(request, (work) => seeChallenge(work, "sign-in", token));
      if (!waiting?.userId) throw refusal("auth.challenge_required");
      const { userId, detail } = waiting;
      const personalOrganizationId = String(detail.personalOrganizationId);
      const run = <Result>(fn: (work: Work) => Promise<Result>) => db.work(request, fn);
      return codes.verify(run, { userId, personalOrganizationId }, typed, async (work) => {
        if (!(await spendChallenge(work, "sign-in", token))) throw refusal("auth.challenge_required");
        const { amr, ...first } = firstHalfOf(detail);
        return assurance.conclude(work, { userId, personalOrganizationId, ...first, amr: [...amr, CODE_AMR] });
      });
    },
  };
}
