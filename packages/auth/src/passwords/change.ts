import type { Database, RequestInfo, UserWork, Work } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import { eq } from "drizzle-orm";
import type { AuthMail } from "../deps.ts";
import { record } from "../events.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { accountOf } from "../users/accounts.ts";
import { users } from "../users/schema.ts";
import type { Passwords } from "./passwords.ts";

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

/**
 * Puts a sealed hash in force; null voids the password, so that none is right. A sign-in that is half-way by the one before comes no
 * further; end sessions after this, because a sign-in holds the account's row until its session is there.
 */
export async function storePassword({ tx, now }: Work, userId: string, passwordHash: string | null): Promise<void> {
  await tx.update(users).set({ passwordHash, passwordChangedAt: now }).where(eq(users.id, userId));
}

/** Changing a password that is known. */
export function createPasswordChange(db: Database, passwords: Passwords, sessions: Sessions, mail: AuthMail) {
  return {
    /**
     * Changes the actor's password and ends the other sessions; the owner gets a notice.
     *
     * @throws AppError `auth.credentials_wrong` for the current password; `password.*` for the new one
     */
    async change(request: RequestInfo, actor: Actor, { currentPassword, newPassword }: PasswordChange) {
      const account = await db.userWork(request, actor, (work) => accountOf(work, actor.userId));
      await passwords.requireAcceptable(newPassword, [account.name, account.email]);
      await passwords.verify(request, account.email, currentPassword);
      const passwordHash = await passwords.seal(newPassword, actor.userId);
      return db.userWork(request, actor, async (work: UserWork): Promise<{ status: "changed" }> => {
        await storePassword(work, actor.userId, passwordHash);
        await record(work, "password.changed");
        await sessions.revokeOthers(work);
        await mail.send(work, "passwordChanged", { to: account.email });
        return { status: "changed" };
      });
    },
  };
}
