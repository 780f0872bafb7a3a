import { defineErrors } from "@gatehouse/kernel";
import { PASSWORD, REQUEST, ROLES } from "./config.ts";

/** Every refusal of this package: its code on the wire, status and sentence; `audit` names what the log remembers. */
export const authErrors = {
  "auth.session_required": { status: "UNAUTHORIZED", says: "Sign in to go on." },
  "auth.credentials_wrong": {
    status: "UNAUTHORIZED",
    says: "That address and password do not match an account.",
    audit: "session.sign_in_failed",
  },
  "auth.link_invalid": {
    status: "BAD_REQUEST",
    says: "This link was used already, is too old, or is not complete. Ask for a new one.",
    audit: "account.link_refused",
  },
  "auth.challenge_required": { status: "UNAUTHORIZED", says: "This sign-in took too long. Begin again." },
  "mfa.code_wrong": { status: "UNAUTHORIZED", says: "That code is not right.", audit: "mfa.failed" },
  "mfa.not_begun": { status: "BAD_REQUEST", says: "Begin the set-up again." },
  "mfa.method_wrong": { status: "BAD_REQUEST", says: "This account does not use that way to prove it is you." },
  "passkey.refused": { status: "UNAUTHORIZED", says: "That passkey was not accepted.", audit: "passkey.refused" },
  "passkey.not_found": { status: "NOT_FOUND", says: "There is no such passkey." },
  "auth.unavailable": {
    status: "SERVICE_UNAVAILABLE",
    says: "Sign-ins cannot be checked at the moment. Try again soon.",
  },
  "password.too_short": { status: "BAD_REQUEST", says: `Use at least ${PASSWORD.minCharacters} characters.` },
  "password.too_long": { status: "BAD_REQUEST", says: `Use at most ${PASSWORD.maxCharacters} characters.` },
  "password.too_common": { status: "BAD_REQUEST", says: "This password is easy to guess. Choose another." },
  "password.breached": {
    status: "BAD_REQUEST",
    says: "This password stands in a list of stolen ones. Choose another.",
  },
  "password.personal": { status: "BAD_REQUEST", says: "Leave your own name and address out of the password." },
  "password.busy": { status: "SERVICE_UNAVAILABLE", says: "Too many sign-ins at once. Try again in a moment." },
  "token.browser_required": {
    status: "FORBIDDEN",
    says: "Tokens for other clients are issued from a browser where you are signed in.",
  },
  "token.refresh_invalid": { status: "BAD_REQUEST", says: "This refresh token is not valid, or no longer." },
  "session.not_found": { status: "NOT_FOUND", says: "There is no such session." },
  "account.sole_owner": {
    status: "CONFLICT",
    says: "You are the only owner of an organization with other members. Make somebody else its owner first.",
  },
  "account.email_taken": { status: "CONFLICT", says: "That address has an account of its own by now." },
  "member.not_found": { status: "NOT_FOUND", says: "There is no such member." },
  "member.self": { status: "BAD_REQUEST", says: "Ask somebody else to do this for you." },
  "member.outranked": { status: "FORBIDDEN", says: "Only an owner may do this to an owner.", audit: "access.refused" },
  "member.last_owner": {
    status: "CONFLICT",
    says: "An organization keeps an owner. Make somebody else its owner first.",
  },
  "organization.slug_taken": { status: "CONFLICT", says: "Another organization has this slug. Choose another." },
  "organization.personal": {
    status: "CONFLICT",
    says: "This is the organization of an account: it comes and goes with the account.",
  },
  "organization.deleting": {
    status: "FORBIDDEN",
    says: "This organization is being deleted. An owner can still restore it.",
  },
  "requirement.session_too_old": {
    status: "FORBIDDEN",
    says: "This organization asks for a newer sign-in. Sign out and in again to go on.",
    audit: "access.refused",
  },
  "requirement.email_domain": {
    status: "FORBIDDEN",
    says: "This organization does not take people with an e-mail address of that domain.",
    audit: "access.refused",
  },
  "requirement.ip_address": {
    status: "FORBIDDEN",
    says: "This organization is not open to the network that you come from.",
    audit: "access.refused",
  },
  "requirement.locks_you_out": {
    status: "CONFLICT",
    says: "You would be locked out yourself. Change what would refuse you, or be the owner who is exempt.",
  },
  "requirement.locks_owners_out": {
    status: "FORBIDDEN",
    says: "This could lock owners out. Ask an owner to do it, or to be the one who is exempt.",
    audit: "access.refused",
  },
  "requirement.exempt_not_owner": { status: "CONFLICT", says: "Only an owner can be exempt from the requirements." },
  "organization.busy": {
    status: "SERVICE_UNAVAILABLE",
    says: "Others are changing this organization at the moment. Try again soon.",
  },
  "organization.full": { status: "CONFLICT", says: "This organization has as many members as it may have." },
  "invitation.not_found": { status: "NOT_FOUND", says: "There is no such invitation." },
  "invitation.already_member": { status: "CONFLICT", says: "Whoever has this address is a member already." },
  "invitation.already_invited": {
    status: "CONFLICT",
    says: "This address is invited already. Send that invitation again.",
  },
  "invitation.domain_not_allowed": {
    status: "CONFLICT",
    says: "This organization does not take members with an address of this domain.",
  },
  "invitation.personal": { status: "CONFLICT", says: "Nobody can be invited to the organization of an account." },
  "invitation.other_address": {
    status: "FORBIDDEN",
    says: "This invitation was sent to another address. Sign in with that one to accept it.",
    audit: "member.join_refused",
  },
  "invitation.not_grantable": {
    status: "CONFLICT",
    says: "Whoever sent this invitation may no longer give its role. Ask for a new one.",
    audit: "member.join_refused",
  },
  "organization.not_found": { status: "NOT_FOUND", says: "There is no such organization." },
  "access.step_up_required": { status: "FORBIDDEN", says: "Prove once more that it is you." },
  "access.mfa_enrollment_required": {
    status: "FORBIDDEN",
    says: "Your role in this organization needs a second factor. Set one up to go on.",
  },
  "access.permission_missing": {
    status: "FORBIDDEN",
    says: "Your role in this organization does not allow this.",
    audit: "access.refused",
  },
  "role.not_found": { status: "NOT_FOUND", says: "There is no such role." },
  "role.permission_unknown": { status: "BAD_REQUEST", says: "There is no such permission." },
  "role.taken": { status: "CONFLICT", says: "There is a role like that already. Choose another name or key." },
  "role.too_many": { status: "CONFLICT", says: `An organization has at most ${ROLES.max} roles of its own.` },
  "role.in_use": { status: "CONFLICT", says: "Somebody has this role. Give them another one first." },
  "role.built_in": { status: "FORBIDDEN", says: "Built-in roles cannot be changed.", audit: "access.refused" },
  "role.own": {
    status: "FORBIDDEN",
    says: "Ask somebody else to change the role that you hold.",
    audit: "access.refused",
  },
  "access.key_not_accepted": {
    status: "FORBIDDEN",
    says: "An API key may not do this: it is no person. Sign in to do it.",
  },
  "api_key.not_found": { status: "NOT_FOUND", says: "There is no such API key." },
  "api_key.rolled": { status: "CONFLICT", says: "This API key was rolled already. Roll its successor." },
  "api_key.ip_not_allowed": { status: "FORBIDDEN", says: "This API key may not be used from this address." },
  "audit.download_gone": {
    status: "NOT_FOUND",
    says: "This download was begun already, or is older than five minutes, or is not yours any more. Ask for a new one.",
  },
  "access_request.not_found": { status: "NOT_FOUND", says: "There is no such request, or it was answered already." },
  "access_request.not_grantable": {
    status: "FORBIDDEN",
    says: "You cannot give any role that allows this and all that the person has. Ask an owner.",
    audit: "access.refused",
  },
  "access_request.overtaken": {
    status: "CONFLICT",
    says: "Roles were changed meanwhile. Look at what it would be now.",
  },
  "access.impersonating": {
    status: "FORBIDDEN",
    says: "Only the person may do this, not somebody who acts as them.",
    audit: "instance.impersonation_refused",
  },
  "instance.permission_missing": {
    status: "FORBIDDEN",
    says: "What you may do to the installation does not include this.",
    audit: "instance.refused",
  },
  "instance.outranked": {
    status: "FORBIDDEN",
    says: "This person may do more to the installation than you.",
    audit: "instance.refused",
  },
  "instance.self": { status: "BAD_REQUEST", says: "Ask somebody else who runs the installation to do this to you." },
  "instance.last_grantor": {
    status: "CONFLICT",
    says: "Somebody stays who may let others run the installation. Let somebody else do so first.",
  },
  "instance.grant_not_found": { status: "NOT_FOUND", says: "This person does not run the installation." },
  "instance.grant_held": {
    status: "FORBIDDEN",
    says: "Nobody acts as a person who runs the installation.",
    audit: "instance.refused",
  },
  "user.not_found": { status: "NOT_FOUND", says: "There is no such person." },
  "user.disabled": { status: "CONFLICT", says: "This account is disabled." },
  "live.too_many": { status: "TOO_MANY_REQUESTS", says: "There are too many live connections. Try again soon." },
  "request.invalid": { status: "BAD_REQUEST", says: "Something in the request is missing or wrong." },
  "request.not_found": { status: "NOT_FOUND", says: "There is nothing here." },
  "request.method_wrong": { status: "METHOD_NOT_SUPPORTED", says: "Queries go by GET, mutations by POST." },
  "request.too_large": {
    status: "PAYLOAD_TOO_LARGE",
    says: `The request is larger than ${REQUEST.bytes / 1_000_000} MB.`,
  },
  "request.media_type": { status: "UNSUPPORTED_MEDIA_TYPE", says: "Send application/json." },
  "request.cross_site": { status: "FORBIDDEN", says: "This request did not come from the application's own pages." },
  "request.host_wrong": { status: "MISDIRECTED_REQUEST", says: "This server does not answer for that host." },
  "request.batch_too_large": { status: "BAD_REQUEST", says: `At most ${REQUEST.calls} calls fit into one request.` },
  "server.fault": { status: "INTERNAL_SERVER_ERROR", says: "Something went wrong on our side." },
  "server.unavailable": { status: "SERVICE_UNAVAILABLE", says: "The service is away for a moment. Try again soon." },
} as const;

export type AuthErrorCode = keyof typeof authErrors;

/** Builds a refusal of this package. */
export const refusal = defineErrors(authErrors);
