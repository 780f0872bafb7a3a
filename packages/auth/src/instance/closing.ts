import type { Sessions } from "../sessions/sessions.ts";
import type { createDisabling } from "../users/disabling.ts";
import { requireGrantor } from "./grants.ts";
import { recordHere, recordOf } from "./log.ts";
import { holdSubject } from "./rules.ts";
import type { InstanceWork } from "./work.ts";

export type Disabling = ReturnType<typeof createDisabling>;

/** Whom it is done to. */
export interface Named {
  readonly userId: string;
}

/** What whoever runs the installation does to an account. The person reads in their own log that it was done, and by whom. */
export function createClosing({ disable, enable }: Disabling, sessions: Sessions) {
  return {
    /** @throws AppError as `holdSubject`; `instance.last_grantor` */
    async disable(work: InstanceWork, { userId }: Named): Promise<{ status: "disabled" }> {
      const { account, theirs } = await holdSubject(work, userId, "instance:disable");
      if (account.disabledAt === null) {
        await disable(work, account);
        if (theirs?.includes("instance:grants")) await requireGrantor(work);
        await recordHere(work, "account.disabled", { target: userId });
      }
      return { status: "disabled" };
    },

    /** @throws AppError as `holdSubject` */
    async enable(work: InstanceWork, { userId }: Named): Promise<{ status: "enabled" }> {
      const { account } = await holdSubject(work, userId, "instance:disable");
      if (account.disabledAt !== null) {
        await enable(work, account);
        await recordHere(work, "account.enabled", { target: userId });
      }
      return { status: "enabled" };
    },

    /** Ends every session of a person. @throws AppError as `holdSubject` */
    async signOut(work: InstanceWork, { userId }: Named): Promise<{ revoked: number }> {
      const { account } = await holdSubject(work, userId, "instance:disable");
      const ended = await sessions.endAll(work, userId, { organizationId: account.personalOrganizationId });
      await recordOf(work, "instance.signed_out", account, { detail: ended });
      return ended;
    },
  };
}
