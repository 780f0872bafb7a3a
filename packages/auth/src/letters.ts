import type { Templates } from "@gatehouse/mail";

/** What each mail of this package needs to be written. */
export interface AuthLetters {
  readonly verifyEmail: { readonly token: string };
  readonly alreadyRegistered: object;
}

/** The mail that this package sends: one link for one action. */
export const authLetters: Templates<AuthLetters> = {
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
};
