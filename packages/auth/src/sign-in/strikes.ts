import type { Database, RequestInfo } from "@gatehouse/db";
import { type Actor, AppError } from "@gatehouse/kernel";
import type { AuthLimits } from "../deps.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Suspicion } from "../sessions/suspicion.ts";

interface StrikeDeps {
  readonly db: Database;
  readonly limits: AuthLimits;
  readonly sessions: Sessions;
  readonly suspicion: Suspicion;
}

/** A proof that was judged and found wrong; a limit that was hit before proves nothing of who hit it. */
const WRONG = new Set(["auth.credentials_wrong", "mfa.code_wrong", "passkey.refused"]);

/** Wrong proofs at step-up, counted by session: whoever holds it may not be its owner. */
export function createStrikes({ db, limits, sessions, suspicion }: StrikeDeps) {
  /** Exactly one refusal sees that none is left. */
  const isLast = (sessionId: string): Promise<boolean> =>
    limits.spend("stepUpFailures", sessionId).then(
      ({ remaining }) => remaining === 0,
      () => false,
    );

  return {
    /** Runs a proof. The last wrong one of the budget ends the session and tells its owner; a right one gives the budget back. */
    async counted<Result>(request: RequestInfo, actor: Actor, prove: () => Promise<Result>): Promise<Result> {
      const { sessionId, userId } = actor;
      try {
        const result = await prove();
        await limits.reset("stepUpFailures", sessionId);
        return result;
      } catch (error) {
        if (error instanceof AppError && WRONG.has(error.code) && (await isLast(sessionId))) {
          await db.userWork(request, actor, async (work) => {
            if (!(await sessions.endOne(work, sessionId))) return;
            await suspicion.report(work, { userId, sessionId, sign: "step_up_failures" });
          });
        }
        throw error;
      }
    },
  };
}

export type Strikes = ReturnType<typeof createStrikes>;
