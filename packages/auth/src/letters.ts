import type { Templates } from "@gatehouse/mail";

/** What each mail of this package needs to be written. */
export interface AuthLetters {
  readonly verifyEmail: { readonly token: string };
  readonly alreadyRegistered: object;
  readonly resetPassword: { readonly token: string };
  readonly passwordChanged: object;
  readonly tokenReused: { readonly name: string };
  readonly factorsChanged: { readonly what: string };
}

/** The mail that this package sends: one link for one action. */
export const authLetters: Templates<AuthLetters> = {
  // Nothing here is what a stranger typed: the letter must not carry anybody's words to somebody else.
  verifyEmail: ({ token }, { product }) => ({
    subject: `Confirm your address for ${product}`,
    heading: "Confirm your address",
    paragraphs: [
      `Somebody, most likely you, asked for an account at ${product} with this address. Confirm it, then sign in with the password that you chose.`,
    ],
    action: { label: "Confirm this address", path: "/verify-email", token },
    footnote: "The link works once, within 24 hours. If it was not you, do nothing: without the link there is no account.",
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
};
