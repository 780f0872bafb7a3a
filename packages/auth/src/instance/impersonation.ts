import type { Database, RequestInfo } from "@gatehouse/db";
import { type Actor, newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { and, eq } from "drizzle-orm";
import type { AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import type { Gate } from "../gate/gate.ts";
import { sessions } from "../sessions/schema.ts";
import type { Account } from "../users/accounts.ts";
import { grantOf } from "./grants.ts";
import { endImpersonationsFrom } from "./impersonations.ts";
import { recordOf } from "./log.ts";
import { heldBy, holdPerson } from "./rules.ts";
import type { InstanceWork } from "./work.ts";

/** Whom somebody acts as, why, and how long at most. */
export interface NewImpersonation {
  readonly userId: string;
  readonly reason: string;
  readonly minutes: number;
}

/** A session as somebody else, for the browser of whoever asked. */
export interface Impersonation {
  readonly token: string;
  readonly until: Date;
}

interface ImpersonationDeps {
  readonly db: Database;
  readonly gate: Gate;
  readonly mail: AuthMail;
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

/** Somebody whom the actor may act as. */
async function holdImpersonable(work: InstanceWork, userId: string): Promise<Account> {
  if (userId === work.actor.userId) throw refusal("instance.self");
  const account = await holdPerson(work, userId);
  if (account.disabledAt !== null) throw refusal("user.disabled");
  if ((await grantOf(work, userId)) === null) return account;
  throw refusal("instance.grant_held", {}, { organizationId: null, target: userId });
}

/** The end of the actor's own session, which stays as it is until then. */
async function endOfOwn({ tx, actor }: InstanceWork, own: string): Promise<Date> {
  const mine = and(eq(sessions.id, actor.sessionId), eq(sessions.digest, digestOf(own)));
  const [row] = await tx.select({ endsAt: sessions.endsAt }).from(sessions).where(mine).for("key share");
  if (!row) throw refusal("auth.session_required");
  return row.endsAt;
}

/** A session that hangs on the actor's own. Nothing of the person's was proven. */
async function start(work: InstanceWork, userId: string, until: Date): Promise<{ id: string; token: string }> {
  const { tx, now, request, actor } = work;
  const [id, token] = [newId("ses"), newToken("session")];
  await tx.insert(sessions).values({
    id,
    kind: "impersonation",
    impersonatorId: actor.userId,
    impersonatorSessionId: actor.sessionId,
    digest: digestOf(token),
    userId,
    createdAt: now,
    expiresAt: until,
    endsAt: until,
    lastSeenAt: now,
    ip: request.ip,
    userAgent: request.userAgent,
    amr: [],
    authenticatedAt: now,
  });
  return { id, token };
}

/** Acting as somebody else: for a reason, for a while, and never unseen by that person. */
export function createImpersonation({ db, gate, mail }: ImpersonationDeps) {
  return {
    /**
     * Begins. Nothing of the person's was proven, so nothing is fresh, and what only the person may do stays closed.
     *
     * @param own the token of the actor's own session, on which the new one hangs
     * @throws AppError `instance.self`, `user.not_found`, `user.disabled`; `instance.grant_held` for whoever runs the installation too;
     *   `request.not_found` when the actor's grant is gone by now
     */
    async begin(work: InstanceWork, asked: NewImpersonation, own: string): Promise<Impersonation> {
      await heldBy(work, "instance:impersonate");
      const account = await holdImpersonable(work, asked.userId);
      const until = earlier(new Date(work.now.getTime() + asked.minutes * 60_000), await endOfOwn(work, own));
      await endImpersonationsFrom(work, work.actor.sessionId);
      const { id, token } = await start(work, account.id, until);
      const at = until.toISOString();
      const facts = { detail: { sessionId: id, until: at }, personal: { reason: asked.reason } };
      await recordOf(work, "instance.impersonation_began", account, facts);
      await mail.send(work, "impersonated", { to: account.email, reason: asked.reason, until: at });
      return { token, until };
    },

    /**
     * Ends what hangs on a browser's own session, which goes on. Also when its time is over: then the browser holds nothing else.
     *
     * @param own the token that the browser kept aside
     * @param actor who asks now
     * @throws AppError `request.not_found` for a browser that kept nothing, or goes on as somebody who signed in since;
     *   `auth.session_required` when the own session ended meanwhile
     */
    async end(request: RequestInfo, own: string | null, actor: Actor | null): Promise<void> {
      if (own === null) throw refusal("request.not_found");
      const kept = (await gate.admit(request, own))?.actor;
      if (!kept) throw refusal("auth.session_required");
      const isOurs = actor === null || actor.impersonator?.sessionId === kept.sessionId;
      if (!isOurs || kept.impersonator !== null) throw refusal("request.not_found");
      await db.work(request, (work) => endImpersonationsFrom(work, kept.sessionId, { actorId: kept.userId }));
    },
  };
}
