import type { Templates } from "@gatehouse/mail";
import { type OrganizationLetters, organizationLetters } from "./organizations/letters.ts";
import type { Sign } from "./sessions/suspicion.ts";
import { utc } from "./utc.ts";

/** What each mail of this package needs to be written. */
export interface AuthLetters extends OrganizationLetters {
  readonly verifyEmail: { readonly token: string };
  readonly alreadyRegistered: object;
  readonly resetPassword: { readonly token: string };
  readonly passwordChanged: object;
  readonly tokenReused: { readonly name: string };
  readonly factorsChanged: { readonly what: string };
  readonly newDevice: NewDevice;
  readonly sessionSuspicious: { readonly sign: Sign; readonly token: string };
  readonly passwordVoided: { readonly token: string };
  readonly confirmEmail: { readonly token: string };
  readonly emailTaken: object;
  readonly emailChangeAsked: { readonly token: string };
  readonly emailChanged: { readonly token: string };
  readonly emailTakenBack: object;
  readonly deletionAsked: { readonly at: string };
  readonly deletionCancelled: object;
  readonly deletionCalledOff: object;
  readonly accountErased: object;
  readonly accountDisabled: object;
  readonly accountEnabled: object;
  readonly impersonated: { readonly reason: string; readonly until: string };
  readonly factorResetAsked: { readonly at: string; readonly token: string };
  readonly accessRequested: {
    readonly person: string | null;
    readonly organization: string | null;
    readonly slug: string;
    readonly says: string;
  };
  readonly accessDeclined: { readonly organization: string | null; readonly says: string };
  readonly factorsReset: object;
  /** What the organization may be called in a letter to a stranger; null for nothing: see `nameInMail`. */
  readonly invitation: { readonly organization: string | null; readonly token: string };
}

/** A sign-in as its owner is told of it. `device` is made of names that are known, never of what a client calls itself. */
interface NewDevice {
  readonly device: string;
  readonly ip: string | null;
  readonly place: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly token: string;
}

const SIGNS: Readonly<Record<Sign, string>> = {
  step_up_failures: "Somebody who was signed in to your account failed five times to prove that it was you.",
  impossible_journey: "A session of your account was seen in two places that are too far apart for the time between.",
};

/** The mail that this package sends: one link for one action. */
export const authLetters: Templates<AuthLetters> = {
  ...organizationLetters,
  // Nothing that was typed at sign-up: a stranger could send words of their own to anybody.
  verifyEmail: ({ token }, { product }) => ({
    subject: `Confirm your address for ${product}`,
    heading: "Confirm your address",
    paragraphs: [
      `Somebody, most likely you, asked for an account at ${product} with this address. Confirm it, then sign in with the password that you chose.`,
    ],
    action: { label: "Confirm this address", path: "/verify-email", token },
    footnote:
      "The link works once, within 24 hours. If it was not you, do nothing: without the link there is no account.",
  }),
  alreadyRegistered: (_, { product }) => ({
    subject: `You already have an account at ${product}`,
    heading: "You already have an account",
    paragraphs: [
      `Somebody, most likely you, asked for an account at ${product} with this address. There is one already, and nothing about it was changed.`,
    ],
    action: { label: "Sign in", path: "/sign-in" },
    footnote: "If it was not you, do nothing: whoever asked was told nothing of your account.",
  }),
  resetPassword: ({ token }, { product }) => ({
    subject: `Choose a new password for ${product}`,
    heading: "Choose a new password",
    paragraphs: [
      "Somebody, most likely you, asked to choose a new password for this account. Doing so signs you out everywhere.",
    ],
    action: { label: "Choose a new password", path: "/reset-password", token },
    footnote: "The link works once, within an hour. If it was not you, do nothing: the password stays as it is.",
  }),
  passwordChanged: (_, { product }) => ({
    subject: `Your password for ${product} was changed`,
    heading: "Your password was changed",
    paragraphs: ["A new password is in force. Every other session was signed out."],
    action: { label: "Choose another password", path: "/forgot-password" },
    footnote: "If it was not you, choose another password now: the link above begins it.",
  }),
  factorsChanged: ({ what }, { product }) => ({
    subject: `How you sign in to ${product} was changed`,
    heading: "How you sign in was changed",
    paragraphs: [what],
    action: { label: "See how you sign in", path: "/security" },
    footnote: "If it was not you, choose a new password and end the sessions that you do not know.",
  }),
  tokenReused: ({ name }, { product }) => ({
    subject: `We ended a session of ${product}`,
    heading: "A session was ended to be safe",
    paragraphs: [
      `A secret of the client that you named "${name}" was used a second time. That happens when it was copied, so its session was ended. Your other sessions go on.`,
    ],
    action: { label: "See where you are signed in", path: "/security" },
    footnote: "Issue new tokens for the client when you know what happened. If you do not, choose a new password too.",
  }),
  newDevice: ({ device, ip, place, at, token }, { product }) => ({
    subject: `A new sign-in to ${product}`,
    heading: "A sign-in on a new device",
    paragraphs: [
      "Somebody, most likely you, signed in to your account on a device that it did not know.",
      [device, place, ip, utc(at)].filter((fact) => fact !== null).join(" · "),
    ],
    action: { label: "This was not me", path: "/not-me", token },
    footnote:
      "If it was you, do nothing. The link works for 7 days: it signs out every device, and the password no longer works until you choose another.",
  }),
  sessionSuspicious: ({ sign, token }, { product }) => ({
    subject: `We ended a session of ${product}`,
    heading: "A session was ended to be safe",
    paragraphs: [SIGNS[sign], "That session was signed out. Your other sessions go on."],
    action: { label: "This was not me", path: "/not-me", token },
    footnote:
      "If it was you, sign in again. The link works for 7 days: it signs out every device, and the password no longer works until you choose another.",
  }),
  passwordVoided: ({ token }, { product }) => ({
    subject: `Choose a new password for ${product}`,
    heading: "Your account is locked until you choose a new password",
    paragraphs: [
      "It was said that somebody else was in your account. Every device was signed out, and the password no longer works.",
      "Once you are back, look at how you sign in: remove a passkey or an app that you did not add.",
    ],
    action: { label: "Choose a new password", path: "/reset-password", token },
    footnote: "The link works once, within an hour. After that, ask for another one where you sign in.",
  }),
  confirmEmail: ({ token }, { product }) => ({
    subject: `Confirm your new address for ${product}`,
    heading: "Confirm your new address",
    paragraphs: [`Somebody, most likely you, wants to use this address for an account at ${product} from now on.`],
    action: { label: "Use this address", path: "/confirm-email", token },
    footnote: "The link works once, within 24 hours. If it was not you, do nothing: without the link nothing changes.",
  }),
  emailTaken: (_, { product }) => ({
    subject: `You already have an account at ${product}`,
    heading: "This address has an account already",
    paragraphs: [
      `Somebody, most likely you, wanted to use this address for another account at ${product}. It has an account of its own, and nothing about it was changed.`,
    ],
    action: { label: "Sign in", path: "/sign-in" },
    footnote: "If it was not you, do nothing: whoever asked was told nothing of your account.",
  }),
  emailChangeAsked: ({ token }, { product }) => ({
    subject: `Your address for ${product} is about to change`,
    heading: "A new address was asked for",
    paragraphs: [
      "Somebody who is signed in to your account asked to use another address for it. Nothing changes before the new address confirms.",
    ],
    action: { label: "This was not me", path: "/cancel-email", token },
    footnote:
      "If it was you, do nothing. The link works until 7 days after the change: it keeps this address, signs out every device, and the password no longer works until you choose another.",
  }),
  emailChanged: ({ token }, { product }) => ({
    subject: `Your address for ${product} was changed`,
    heading: "Your address was changed",
    paragraphs: ["Another address is in force for your account. Mail about it no longer comes here."],
    action: { label: "This was not me", path: "/cancel-email", token },
    footnote:
      "If it was you, do nothing. The link works for 7 days: it brings this address back, signs out every device, and the password no longer works until you choose another.",
  }),
  emailTakenBack: (_, { product }) => ({
    subject: `This address no longer belongs to an account at ${product}`,
    heading: "A change of address was taken back",
    paragraphs: ["The address that the account had before was put in force again, from a link that was sent there."],
    footnote: "If you did not expect this, the mailbox of your old address may be in strange hands.",
  }),
  deletionAsked: ({ at }, { product }) => ({
    subject: `Your account at ${product} will be deleted`,
    heading: "Your account will be deleted",
    paragraphs: [
      `You asked for your account to be deleted. Every device was signed out, and on ${utc(at)} the account and everything in it will be erased.`,
    ],
    action: { label: "Sign in to keep the account", path: "/sign-in" },
    footnote: "If it was not you, sign in to keep the account, then choose a new password.",
  }),
  deletionCancelled: (_, { product }) => ({
    subject: `Your account at ${product} stays`,
    heading: "Your account will not be deleted",
    paragraphs: ["Somebody, most likely you, signed in. So the account stays as it is."],
    action: { label: "See how you sign in", path: "/security" },
    footnote: "If it was not you, choose a new password, then ask for the deletion again.",
  }),
  deletionCalledOff: (_, { product }) => ({
    subject: `Your account at ${product} was not deleted`,
    heading: "Your account could not be deleted",
    paragraphs: [
      "You have become the only owner of an organization with other members. Make somebody else its owner, then ask for the deletion again.",
    ],
    action: { label: "Sign in", path: "/sign-in" },
  }),
  accountErased: (_, { product }) => ({
    subject: `Your account at ${product} was deleted`,
    heading: "Your account was deleted",
    paragraphs: ["The account and everything in it were erased. This is the last mail about it."],
  }),
  accountDisabled: (_, { product }) => ({
    subject: `Your account at ${product} was disabled`,
    heading: "Your account was disabled",
    paragraphs: [`Whoever runs ${product} disabled your account. Every device was signed out.`],
    footnote: "Ask them if you want to know why.",
  }),
  accountEnabled: (_, { product }) => ({
    subject: `Your account at ${product} works again`,
    heading: "Your account works again",
    paragraphs: [`Whoever runs ${product} enabled your account again.`],
    action: { label: "Sign in", path: "/sign-in" },
  }),
  impersonated: ({ reason, until }, { product }) => ({
    subject: `Somebody who runs ${product} acts as you`,
    heading: "Somebody acts as you",
    paragraphs: [
      `Somebody who runs ${product} began to use it as you do, until ${utc(until)} at the latest. This is the reason that they gave:`,
      reason,
      "They cannot change how you sign in, and everything that they do stands in your security log under their name.",
    ],
    action: { label: "See or end it", path: "/security" },
    footnote: `If you did not expect this, ask whoever runs ${product}.`,
  }),
  factorResetAsked: ({ at, token }, { product }) => ({
    subject: `Your second factors for ${product} are about to be removed`,
    heading: "Your second factors are about to be removed",
    paragraphs: [
      `An admin of an organization that you belong to says that you lost your second factors. On ${utc(at)} your authenticator app, passkeys and recovery codes will be removed, and every device will be signed out.`,
    ],
    action: { label: "Keep my second factors", path: "/cancel-factor-reset", token },
    footnote: "If you lost them and asked for this, do nothing: afterwards the password is enough to sign in.",
  }),
  // Not why, in the words of whoever asked: those are read where it is decided.
  accessRequested: ({ person, organization, slug, says }, { product }) => ({
    subject: `Somebody asks for more in ${organization ?? "your organization"} at ${product}`,
    heading: "Somebody asks for a permission",
    paragraphs: [
      `${person ?? "A member"} of ${organization ?? "your organization"} would like to be allowed this: ${says}.`,
    ],
    action: { label: "See what was asked", path: `/o/${slug}/members` },
    footnote: "You get this because you are an owner. Nothing changes before an owner or an admin decides.",
  }),
  accessDeclined: ({ organization, says }, { product }) => ({
    subject: `Your request in ${organization ?? "your organization"} at ${product}`,
    heading: "Your request was declined",
    paragraphs: [
      `You had asked to be allowed this in ${organization ?? "your organization"}: ${says}. Everything stays as it is.`,
    ],
    footnote: "Ask an owner of the organization if you want to know why.",
  }),
  factorsReset: (_, { product }) => ({
    subject: `Your second factors for ${product} were removed`,
    heading: "Your second factors were removed",
    paragraphs: [
      "Your authenticator app, passkeys and recovery codes no longer work, and every device was signed out.",
    ],
    action: { label: "Sign in and set up a new one", path: "/sign-in" },
    footnote: "If you did not expect this, choose a new password now.",
  }),
  // No name of whoever invited and none of a role: people type those themselves, and anybody may invite anybody. The subject is ours alone.
  invitation: ({ organization, token }, { product }) => ({
    subject: `You are invited to ${product}`,
    heading: "You are invited to an organization",
    paragraphs: [
      organization === null
        ? `An organization at ${product} asks you to join it.`
        : `An organization at ${product} that calls itself “${organization}” asks you to join it.`,
      "The page behind the link says which role you would have. Nothing happens before you accept.",
    ],
    action: { label: "See the invitation", path: "/invitation", token },
    footnote:
      "The link works once, within 7 days, and only for whoever signs in with this address. If you do not know the organization, do nothing.",
  }),
};
