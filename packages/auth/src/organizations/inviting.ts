import type { Begin, TenantWork } from "@gatehouse/db";
import { type Actor, AppError, newId } from "@gatehouse/kernel";
import { digestOf, newToken } from "@gatehouse/kernel/secrets";
import { lte, sql } from "drizzle-orm";
import { brokenConstraint } from "../constraint.ts";
import type { AuthLimits, AuthMail } from "../deps.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { emailInput } from "../input.ts";
import { endOf, organizationInMail, spendLetter } from "./invitation-mail.ts";
import { type InvitationRules, type Invitees, noSuchRole } from "./invitation-rules.ts";
import { type Invitation, type InvitationView, viewOf } from "./invitations.ts";
import { invitations } from "./schema.ts";

/** Who invites, and the way into their organization. */
export interface Inviter {
  readonly actor: Actor;
  readonly begin: Begin<TenantWork>;
}

/** What became of one address of many. */
export type InviteStatus =
  | "invited"
  | "already_member"
  | "already_invited"
  | "domain_not_allowed"
  | "invalid"
  | "limit_reached";

/** One line for each address, as typed and in the order typed. */
export interface InviteReport {
  readonly report: readonly { readonly email: string; readonly status: InviteStatus }[];
}

const STATUSES: Readonly<Record<string, InviteStatus>> = {
  "invitation.already_member": "already_member",
  "invitation.already_invited": "already_invited",
  "invitation.domain_not_allowed": "domain_not_allowed",
  "organization.full": "limit_reached",
  "limits.exceeded": "limit_reached",
};

type Outcome = InvitationView | AppError;

function statusOf(outcome: Outcome | undefined): InviteStatus {
  if (outcome === undefined) return "invalid";
  if (!(outcome instanceof AppError)) return "invited";
  const status = STATUSES[outcome.code];
  if (!status) throw outcome;
  return status;
}

interface InvitingDeps {
  readonly rules: InvitationRules;
  readonly limits: AuthLimits;
  readonly mail: AuthMail;
}

/** Inviting people by their addresses. Whether an address has an account is neither asked nor told. */
export function createInviting({ rules, limits, mail }: InvitingDeps) {
  async function write(work: TenantWork, { emails, role }: Invitees): Promise<Map<string, InvitationView>> {
    // Always in the same order, so that two who invite the same people at once never wait for each other in a ring.
    const tokens = new Map([...emails].sort().map((email) => [email, newToken("invitation")]));
    const made = await insertAll(work, role, tokens);
    const organization = await organizationInMail(work);
    for (const { id, email } of made) {
      await record(work, "member.invited", { target: id, detail: { role } });
      await mail.send(work, "invitation", { to: email, organization, token: tokens.get(email) ?? "" });
    }
    return new Map(made.map((row) => [row.email, viewOf(row)]));
  }

  /** Judged, then counted, then written: what counts is no part of a transaction. */
  async function invite({ actor, begin }: Inviter, { emails, role }: Invitees): Promise<Map<string, Outcome>> {
    const judged = await begin((work) => rules.judge(work, { emails, role }));
    const outcomes = new Map<string, Outcome>();
    for (const [email, verdict] of judged) {
      const refused = verdict ?? (await spendLetter(limits, actor, email));
      if (refused) outcomes.set(email, refused);
    }
    const open = emails.filter((email) => !outcomes.has(email));
    const made = open.length === 0 ? new Map() : await begin((work) => write(work, { emails: open, role }));
    for (const email of open) outcomes.set(email, made.get(email) ?? refusal("invitation.already_invited"));
    return outcomes;
  }

  return {
    /**
     * Invites one person: mails a link that this address alone can use.
     *
     * @throws AppError as `InvitationRules.judge`; `invitation.already_member`, `invitation.already_invited`,
     *   `invitation.domain_not_allowed`, `organization.full`, `limits.exceeded`
     */
    async create(inviter: Inviter, { email, role }: { email: string; role: string }): Promise<InvitationView> {
      const outcome = (await invite(inviter, { emails: [email], role })).get(email);
      if (outcome === undefined || outcome instanceof AppError) throw outcome ?? refusal("request.invalid");
      return outcome;
    },

    /**
     * Invites many, and says what became of each; one that cannot be invited keeps no other from it. An address that is typed twice is
     * invited once.
     *
     * @param emails as typed, which may be no addresses
     * @throws AppError as `InvitationRules.judge`: what is wrong with the role is wrong for all
     */
    async createMany(inviter: Inviter, { emails: typed, role }: Invitees): Promise<InviteReport> {
      const addresses = typed.map((text) => emailInput.safeParse(text).data);
      const emails = [...new Set(addresses.filter((address) => address !== undefined))];
      const outcomes = await invite(inviter, { emails, role });
      const report = typed.map((email, index) => {
        const address = addresses[index];
        const status = statusOf(outcomes.get(address ?? ""));
        const isRepeated = addresses.indexOf(address) < index;
        return { email, status: status === "invited" && isRepeated ? ("already_invited" as const) : status };
      });
      return { report };
    },
  };
}

/** Makes the rows. One whose time is over gives its place to the new one; a live one keeps it, and is left out of the answer. */
async function insertAll(
  { tx, now, organizationId, actor }: TenantWork,
  role: string,
  tokens: ReadonlyMap<string, string>,
): Promise<Invitation[]> {
  const shared = { organizationId, role, invitedBy: actor.userId, createdAt: now, expiresAt: endOf(now) };
  const rows = [...tokens].map(([email, token]) => ({ id: newId("inv"), email, digest: digestOf(token), ...shared }));
  const renewed = {
    id: sql`excluded.id`,
    role: sql`excluded.role`,
    digest: sql`excluded.digest`,
    invitedBy: sql`excluded.invited_by`,
    createdAt: sql`excluded.created_at`,
    expiresAt: sql`excluded.expires_at`,
  };
  const target = [invitations.organizationId, invitations.email];
  try {
    return await tx
      .insert(invitations)
      .values(rows)
      .onConflictDoUpdate({ target, set: renewed, setWhere: lte(invitations.expiresAt, now) })
      .returning();
  } catch (error) {
    if (brokenConstraint(error)?.endsWith("own_role_fkey")) throw noSuchRole();
    throw error;
  }
}
