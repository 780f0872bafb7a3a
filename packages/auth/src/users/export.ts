import { events } from "@gatehouse/audit/schema";
import type { UserWork } from "@gatehouse/db";
import { and, asc, desc, eq, getTableColumns, inArray, isNull } from "drizzle-orm";
import { accessRequests } from "../access-requests/schema.ts";
import { EXPORTED_EVENTS } from "../config.ts";
import { record } from "../events.ts";
import { instanceGrants } from "../instance/schema.ts";
import { apiKeys } from "../keys/schema.ts";
import { factorResets, passkeys, recoveryCodes, totp } from "../mfa/schema.ts";
import { invitations, memberships, organizations } from "../organizations/schema.ts";
import type { Places } from "../sessions/places.ts";
import { sessions } from "../sessions/schema.ts";
import { devices } from "../sign-in/schema.ts";
import { links, users } from "./schema.ts";

const { passwordHash: _hash, accessVersion: _version, ...PROFILE } = getTableColumns(users);
const { digest: _digest, userId: _owner, impersonatorSessionId: _foreign, ...SESSION } = getTableColumns(sessions);
const { publicKey: _key, userId: _holder, counter: _counter, ...PASSKEY } = getTableColumns(passkeys);
const { digest: _link, email: _to, invitedBy: _by, ...INVITATION } = getTableColumns(invitations);
const { digest: _keyDigest, createdBy: _maker, ...API_KEY } = getTableColumns(apiKeys);
const { userId: _grantee, ...GRANT } = getTableColumns(instanceGrants);
const { seq: _seq, actorId: _actor, ...EVENT } = getTableColumns(events);

/**
 * Everything that is held about the actor, and no secret: what is a digest, a key or a password's hash proves something to us and
 * says nothing to the person. Dates become ISO strings on the wire.
 *
 * @see GDPR art. 15 and 20
 */
export async function exportAccount(work: UserWork, places: Places) {
  const { tx, now, actor } = work;
  const mine = eq(sessions.userId, actor.userId);
  const [profile] = await tx.select(PROFILE).from(users).where(eq(users.id, actor.userId));
  const rows = await tx.select(SESSION).from(sessions).where(mine).orderBy(desc(sessions.id));
  const copy = {
    exportedAt: now,
    profile,
    organizations: await organizationsOf(work),
    sessions: rows.map((row) => ({ ...row, place: places(row.ip)?.label ?? null })),
    factors: await factorsOf(work),
    apiKeys: await tx.select(API_KEY).from(apiKeys).where(eq(apiKeys.createdBy, actor.userId)).orderBy(asc(apiKeys.id)),
    instanceGrants: await tx.select(GRANT).from(instanceGrants).where(eq(instanceGrants.userId, actor.userId)),
    pending: await pendingOf(work),
    ...(await eventsOf(work)),
  };
  await record(work, "account.exported", { target: actor.userId });
  return copy;
}

const organizationsOf = ({ tx, actor }: UserWork) =>
  tx
    .select({ ...getTableColumns(organizations), role: memberships.role, joinedAt: memberships.createdAt })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(eq(memberships.userId, actor.userId))
    .orderBy(asc(organizations.id));

async function factorsOf({ tx, actor }: UserWork) {
  const [app] = await tx.select({ confirmedAt: totp.confirmedAt }).from(totp).where(eq(totp.userId, actor.userId));
  const isLeft = and(eq(recoveryCodes.userId, actor.userId), isNull(recoveryCodes.usedAt));
  const seen = { firstSeenAt: devices.firstSeenAt, lastSeenAt: devices.lastSeenAt };
  return {
    totp: app?.confirmedAt ?? null,
    passkeys: await tx.select(PASSKEY).from(passkeys).where(eq(passkeys.userId, actor.userId)),
    recoveryCodesLeft: await tx.$count(recoveryCodes, isLeft),
    devices: await tx
      .select(seen)
      .from(devices)
      .where(eq(devices.userId, actor.userId))
      .orderBy(asc(devices.firstSeenAt)),
  };
}

/** What waits for a link to be opened, or for its time. */
async function pendingOf({ tx, actor }: UserWork) {
  const { digest: _token, userId: _person, ...link } = getTableColumns(links);
  const { userId: _subject, ...reset } = getTableColumns(factorResets);
  const address = tx.select({ email: users.email }).from(users).where(eq(users.id, actor.userId));
  const { userId: _asker, ...asked } = getTableColumns(accessRequests);
  return {
    links: await tx.select(link).from(links).where(eq(links.userId, actor.userId)).orderBy(asc(links.createdAt)),
    invitations: await tx.select(INVITATION).from(invitations).where(inArray(invitations.email, address)),
    factorResets: await tx.select(reset).from(factorResets).where(eq(factorResets.userId, actor.userId)),
    accessRequests: await tx.select(asked).from(accessRequests).where(eq(accessRequests.userId, actor.userId)),
  };
}

/** What the person did, as far as it is logged: row-level security shows a person these events, wherever they stand. */
async function eventsOf({ tx, actor }: UserWork) {
  const did = eq(events.actorId, actor.userId);
  const rows = await tx.select(EVENT).from(events).where(did).orderBy(desc(events.seq)).limit(EXPORTED_EVENTS);
  return { events: rows, eventsLeftOut: Math.max(0, (await tx.$count(events, did)) - rows.length) };
}
