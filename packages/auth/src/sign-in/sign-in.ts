import type { Database, RequestInfo, Work } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import { record } from "../events.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { Sessions } from "../sessions/sessions.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Where every first factor ends: a session for a person who proved to be one. */
export function createSignIn(db: Database, passwords: Passwords, sessions: Sessions) {
  return {
    /**
     * Signs in with a password. A session that the browser still holds ends in the same transaction.
     *
     * @param previous the actor of the session that the request came with
     * @returns the new session's token, for the cookie
     * @throws AppError as `passwords.verify`
     */
    async withPassword(
      request: RequestInfo,
      previous: Actor | null,
      { email, password }: Credentials,
    ): Promise<string> {
      const { userId, personalOrganizationId } = await passwords.verify(request, email, password);
      return db.work(request, async (work: Work) => {
        if (previous) await sessions.end({ ...work, actor: previous });
        const token = await sessions.start(work, userId);
        await record(work, "session.started", {
          actorId: userId,
          organizationId: personalOrganizationId,
          detail: { amr: ["pwd"] },
        });
        return token;
      });
    },
  };
}
