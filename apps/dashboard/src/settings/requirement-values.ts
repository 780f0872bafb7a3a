import type { Requirements } from "./queries.ts";

/** Requirements as they are typed: lists a line each, what is empty not demanded. */
export interface RequirementValues extends Record<string, string> {
  /** `none`, `all`, or `roles`: those below. */
  mfa: string;
  /** The keys of roles, with commas between. */
  mfaRoles: string;
  sessionHours: string;
  emailDomains: string;
  addressRanges: string;
  /** A user's id, or nothing. */
  breakGlassUserId: string;
}

const linesOf = (text: string): string[] => text.split(/[\s,]+/).filter((line) => line !== "");

export const valuesOf = (asked: Requirements): RequirementValues => ({
  mfa: asked.mfa === "all" ? "all" : asked.mfa.length > 0 ? "roles" : "none",
  mfaRoles: asked.mfa === "all" ? "" : asked.mfa.join(","),
  sessionHours: asked.sessionHours === null ? "" : String(asked.sessionHours),
  emailDomains: asked.emailDomains.join("\n"),
  addressRanges: asked.addressRanges.join("\n"),
  breakGlassUserId: asked.breakGlassUserId ?? "",
});

/** The same as the API takes them. */
export const requirementsOf = ({
  mfa,
  mfaRoles,
  sessionHours,
  emailDomains,
  addressRanges,
  breakGlassUserId,
}: RequirementValues) => ({
  mfa: mfa === "all" ? ("all" as const) : mfa === "roles" ? linesOf(mfaRoles) : [],
  sessionHours: sessionHours.trim() === "" ? null : Number(sessionHours),
  emailDomains: linesOf(emailDomains),
  addressRanges: linesOf(addressRanges),
  breakGlassUserId: breakGlassUserId || null,
});
