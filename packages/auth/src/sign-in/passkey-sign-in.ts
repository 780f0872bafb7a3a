import type { Database, RequestInfo, UserWork, Work } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { firstHalfOf, seeChallenge, spendChallenge } from "../challenges/challenge.ts";
import { refusal } from "../errors.ts";
import { type Assertions, amrWith } from "../mfa/assertion.ts";
import type { CeremonyAccount } from "../mfa/ceremony.ts";
import type { AssertionAnswer } from "../mfa/webauthn-json.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Assurance, AssuranceDesk } from "./assurance.ts";
import type { Raised, StepUpDesk } from "./step-up.ts";

/** What a browser carries: a half-way sign-in, and the token of its ceremonies. */
export interface SignInCookies {
  readonly challenge: string | null;
  readonly ceremony: string | null;
}

interface PasskeySignInDeps {
  readonly db: Database;
  readonly assertions: Assertions;
  readonly sessions: Sessions;
  readonly assurance: AssuranceDesk;
  readonly stepUp: StepUpDesk;
}

/** Options for the browser, and the token that it carries until it answers them. */
export interface Begun {
  readonly options: PublicKeyCredentialRequestOptionsJSON;
  readonly browser: string;
}

/** From a passkey to a session: by itself, as the second half of a sign-in, or once more. */
export function createPasskeySignIn({ db, assertions, sessions, assurance, stepUp }: PasskeySignInDeps) {
  /** How the first half was proven. @throws AppError `auth.challenge_required` when it is not this person's, or over */
  async function spendFirstHalf(work: Work, token: string | null, { userId }: CeremonyAccount) {
    const waiting = await spendChallenge(work, "sign-in", token ?? "");
    if (waiting?.userId !== userId) throw refusal("auth.challenge_required");
    return firstHalfOf(waiting.detail);
  }

  return {
    /** Asks for any passkey, or half-way through a sign-in for one of that person's. Answers alike for everybody else. */
    async begin(work: Work, { challenge, ceremony }: SignInCookies): Promise<Begun> {
      const waiting = await seeChallenge(work, "sign-in", challenge ?? "");
      const account = waiting?.userId
        ? { userId: waiting.userId, personalOrganizationId: String(waiting.detail.personalOrganizationId) }
        : null;
      return assertions.begin(work, { purpose: "passkey-sign-in", browser: ceremony }, account);
    },

    /**
     * Signs in. A session that the browser still holds ends in the same transaction.
     *
     * @param previous the actor of the session that the request came with
     * @throws AppError `auth.challenge_required`; as `assertions.verify`
     */
    finish(
      request: RequestInfo,
      previous: Actor | null,
      { challenge, ceremony }: SignInCookies,
      answer: AssertionAnswer,
    ): Promise<Assurance> {
      const carried = { purpose: "passkey-sign-in", browser: ceremony } as const;
      return assertions.verify(
        (fn) => db.work(request, fn),
        carried,
        answer,
        async (work, asserted) => {
          const { owner, deviceType, isAsked } = asserted;
          const first = isAsked ? await spendFirstHalf(work, challenge, owner) : { amr: [] };
          const concluded = await assurance.conclude(work, { ...owner, ...first, amr: amrWith(first.amr, deviceType) });
          if (previous) await sessions.end({ ...work, actor: previous });
          return concluded;
        },
      );
    },

    /** Asks for one of the actor's passkeys. @throws AppError `mfa.method_wrong` when there is none */
    beginStepUp(work: UserWork, ceremony: string | null): Promise<Begun> {
      const { userId, personalOrganizationId, factors } = work.actor;
      if (!factors.includes("passkey")) throw refusal("mfa.method_wrong");
      const carried = { purpose: "passkey-step-up", browser: ceremony } as const;
      return assertions.begin(work, carried, { userId, personalOrganizationId });
    },

    /** @returns the session's new token; the old one is dead. @throws AppError as `assertions.verify` */
    finishStepUp(
      request: RequestInfo,
      actor: Actor,
      ceremony: string | null,
      answer: AssertionAnswer,
    ): Promise<Raised> {
      const carried = { purpose: "passkey-step-up", browser: ceremony } as const;
      const run = <Result>(fn: (work: Work) => Promise<Result>) => db.userWork(request, actor, fn);
      return stepUp.counted(request, actor, () =>
        assertions.verify(run, carried, answer, (work, { owner, deviceType }) => {
          // Another person's ceremony, begun in this browser before the sign-in that it holds now.
          if (owner.userId !== actor.userId) throw refusal("passkey.refused", {}, { reason: "owner" });
          return stepUp.raise({ ...work, actor }, amrWith([], deviceType));
        }),
      );
    },
  };
}
