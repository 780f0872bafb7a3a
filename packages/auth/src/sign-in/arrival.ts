import type { Work } from "@gatehouse/db";
import { and, eq, isNull } from "drizzle-orm";
import { NOT_ME_SECONDS } from "../config.ts";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import type { Watch } from "../sessions/watch.ts";
import { issueLink } from "../users/links.ts";
import { users } from "../users/schema.ts";
import type { FirstFactor } from "./assurance.ts";
import { meetDevice } from "./devices.ts";

/** An account that nobody else changes until the transaction ends. */
type HeldAccount = typeof users.$inferSelect;

/** What a complete sign-in means for the account, before its session begins. */
export function createArrival(watch: Watch, mail: AuthMail) {
  async function tellOfDevice(work: Work, { id: userId, email }: HeldAccount): Promise<void> {
    const token = await issueLink(work, { purpose: "not-me", userId, seconds: NOT_ME_SECONDS, keepsOlder: true });
    const facts = { ...watch.describe(work.request), at: work.now.toISOString() };
    await mail.send(work, "newDevice", { to: email, token, ...facts });
  }

  return {
    /**
     * Takes the account's row until the transaction ends: two sign-ins at once are one after the other, and neither runs beside a reset,
     * a disabling or an erasure.
     *
     * @throws AppError `auth.credentials_wrong` when the account is disabled or gone, or the password that was right is no longer in force
     */
    async hold(work: Work, { userId, passwordChangedAt }: FirstFactor): Promise<HeldAccount> {
      const isOpen = and(eq(users.id, userId), isNull(users.disabledAt));
      const [account] = await work.tx.select().from(users).where(isOpen).for("no key update");
      if (!account) throw refusal("auth.credentials_wrong");
      const current = account.passwordChangedAt?.getTime() ?? null;
      if (passwordChangedAt === undefined || passwordChangedAt === current) return account;
      const { personalOrganizationId: organizationId } = account;
      throw refusal("auth.credentials_wrong", {}, { actorId: userId, organizationId });
    },

    /**
     * Lets a person in whose factors were right: keeps an account that waits for erasure, remembers the device, and tells the owner of
     * one that the account did not know, unless it is the first of all.
     */
    async receive(work: Work, account: HeldAccount): Promise<void> {
      const { id: userId, email, personalOrganizationId: organizationId, firstSignedInAt, deletesAt } = account;
      const place = { actorId: userId, organizationId };
      if (firstSignedInAt === null || deletesAt !== null) {
        const changed = { firstSignedInAt: firstSignedInAt ?? work.now, deletesAt: null };
        await work.tx.update(users).set(changed).where(eq(users.id, userId));
      }
      if (deletesAt !== null) {
        await record(work, "account.deletion_cancelled", { ...place, target: userId });
        await mail.send(work, "deletionCancelled", { to: email });
      }
      const isKnown = await meetDevice(work, userId);
      if (isKnown || firstSignedInAt === null) return;
      await record(work, "session.device_unknown", place);
      await watch.endElsewhere(work, userId);
      await tellOfDevice(work, account);
    },
  };
}

export type Arrival = ReturnType<typeof createArrival>;
