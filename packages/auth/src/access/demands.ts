import type { Actor, Demands } from "@gatehouse/kernel";
import type { requirements } from "../organizations/schema.ts";
import { isInRanges } from "./address-ranges.ts";

const HOUR_MS = 60 * 60 * 1000;

/** What an organization demands of its members beside their roles. */
export type Rules = Omit<typeof requirements.$inferSelect, "organizationId" | "updatedAt">;

/** The member whom it is demanded of; `deletesAt` in milliseconds since the epoch, where the organization is being deleted. */
export interface Bound {
  readonly userId: string;
  readonly email: string;
  readonly role: string;
  readonly deletesAt: number | null;
}

/**
 * Whether an address is of one of these domains; subdomains are domains of their own.
 *
 * @param domains in lower case; none allow every address
 */
export const isOfDomain = (domains: readonly string[], email: string): boolean =>
  domains.length === 0 || domains.includes(email.slice(email.lastIndexOf("@") + 1));

/** Whether a second factor is demanded of a role. */
export const isFactorDemanded = (rules: Pick<Rules, "mfaForAll" | "mfaRoles"> | null, role: string): boolean =>
  rules !== null && (rules.mfaForAll || rules.mfaRoles.includes(role));

/** What of an organization's rules concerns this member, second factors apart; null where nothing does. */
export function demandsOn(rules: Rules | null, { userId, email, role, deletesAt }: Bound): Demands | null {
  const { sessionHours = null, emailDomains = [], addressRanges = [], breakGlassUserId = null } = rules ?? {};
  const isForeignEmail = !isOfDomain(emailDomains, email);
  if (deletesAt === null && sessionHours === null && !isForeignEmail && addressRanges.length === 0) return null;
  return {
    deletesAt,
    sessionMs: sessionHours === null ? null : sessionHours * HOUR_MS,
    isForeignEmail,
    addressRanges: addressRanges.length === 0 ? null : addressRanges,
    isExempt: role === "owner" && breakGlassUserId === userId,
  };
}

/** What a request brings that demands are judged by. */
export interface SessionFacts extends Pick<Actor, "signedInAt"> {
  readonly ip: string | null;
}

/** The refusals that an organization's rules lead to, second factors apart. */
export type RequirementCode = "requirement.email_domain" | "requirement.ip_address" | "requirement.session_too_old";

/**
 * What of an organization's demands is not met; what lasts longest first.
 *
 * @param session null where a person is asked about and not a request: then only what the person brings along is judged
 * @param now milliseconds since the epoch
 */
export function unmetBy(
  { isForeignEmail, addressRanges, sessionMs }: Demands,
  session: SessionFacts | null,
  now: number,
): RequirementCode[] {
  const unmet: RequirementCode[] = [];
  if (isForeignEmail) unmet.push("requirement.email_domain");
  if (session === null) return unmet;
  if (addressRanges !== null && !isInRanges(addressRanges, session.ip)) unmet.push("requirement.ip_address");
  if (sessionMs !== null && now - session.signedInAt > sessionMs) unmet.push("requirement.session_too_old");
  return unmet;
}

/** Whether a request passes only because its owner is the one whom the rules do not bind. */
export const breaksGlass = (demands: Demands | null | undefined, session: SessionFacts, now: number): boolean =>
  demands?.isExempt === true && unmetBy(demands, session, now).length > 0;
