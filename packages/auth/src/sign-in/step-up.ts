import type { Database, RequestInfo, UserWork, Work } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { CODE_AMR, type Codes } from "../mfa/codes.ts";
import { methodsOf } from "../mfa/factors.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { accountOf } from "../users/accounts.ts";
import type { Strikes } from "./strikes.ts";

/** How a person may prove once more to be themselves. */
export type StepUpMethod = "password" | "totp" | "recoveryCode";

export interface StepUp {
  readonly method: StepUpMethod;
  readonly secret: string;
}

/** A session that was raised: its new token, and until when it is fresh. */
export interface Raised {
  readonly token: string;
  readonly freshUntil: Date;
}

/** Whoever has a second factor proves with that, or with a passkey: never with less than the sign-in asked for. */
export const stepUpMethodsOf = ({ factors }: Pick<Actor, "factors">): readonly string[] =>
  factors.length === 0 ? ["password"] : methodsOf(factors);

/**
 * Demands a fresh proof where the input says that something is sensitive; where the procedure is, its meta says so.
 *
 * @param maxAgeSeconds how long a step-up lasts, for whoever is asked for one
 * @returns what throws AppError `access.step_up_required`
 */
export const requireFreshWithin =
  (maxAgeSeconds: number) =>
  ({ actor, now }: UserWork): void => {
    if (actor.freshUntil > now.getTime()) return;
    throw refusal("access.step_up_required", { stepUp: { methods: stepUpMethodsOf(actor), maxAgeSeconds } });
  };

interface StepUpDeps {
  readonly db: Database;
  readonly passwords: Passwords;
  readonly codes: Codes;
  readonly sessions: Sessions;
  readonly strikes: Strikes;
}

/** Opens sensitive things to one session, for a while. */
export function createStepUp({ db, passwords, codes, sessions, strikes }: StepUpDeps) {
  async function raise(work: UserWork, amr: readonly string[]): Promise<Raised> {
    const raised = await sessions.raise(work, [...new Set([...work.actor.amr, ...amr])]);
    await record(work, "session.stepped_up", { target: work.actor.sessionId, detail: { amr } });
    return raised;
  }

  async function verify(request: RequestInfo, actor: Actor, { method, secret }: StepUp): Promise<Raised> {
    if (method !== "password") {
      const run = <Result>(fn: (work: Work) => Promise<Result>) => db.userWork(request, actor, fn);
      return codes.verify(run, actor, { method, code: secret }, (work) => raise({ ...work, actor }, [CODE_AMR]));
    }
    const { email } = await db.userWork(request, actor, (work) => accountOf(work, actor.userId));
    await passwords.verify(request, email, secret);
    return db.userWork(request, actor, (work) => raise(work, ["pwd"]));
  }

  return {
    /**
     * @returns the session's new token; the old one is dead
     * @throws AppError `mfa.method_wrong` for a method weaker than the account has; as `passwords.verify` or `codes.verify`
     */
    async prove(request: RequestInfo, actor: Actor, proof: StepUp): Promise<Raised> {
      if (!stepUpMethodsOf(actor).includes(proof.method)) throw refusal("mfa.method_wrong");
      return strikes.counted(request, actor, () => verify(request, actor, proof));
    },

    counted: strikes.counted,
    raise,
  };
}

export type StepUpDesk = ReturnType<typeof createStepUp>;
