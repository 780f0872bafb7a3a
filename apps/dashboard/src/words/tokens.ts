/** Tokens for clients that are not browsers. */
export const tokens = {
  title: "Access for other clients",
  hint: "A program on your machine or a phone app signs in as you with tokens of its own. It can do what you can, until you end it.",
  stamp: "Token",
  issue: "Issue tokens",
  newTitle: "Issue tokens for a client",
  name: "What the client is called",
  nameHint: "So that you know it again in this list.",
  submit: "Issue the tokens",
  busy: "Issuing them…",
  shownTitle: "Copy the tokens now",
  shown: (name: string) => `They are for ${name}, and are shown this once. Whoever has them is you.`,
  access: "Access token",
  accessHint: (minutes: number) => `Sent with each request, as a bearer. It lasts ${minutes} minutes.`,
  refresh: "Refresh token",
  refreshHint: "Exchanged at /oauth/token for the next pair. Each works once.",
  copyAccess: "Copy the access token",
  copyRefresh: "Copy the refresh token",
  saved: "I copied them",
  end: "End access",
  endNamed: (name: string) => `End access of ${name}`,
  ended: (name: string) => `${name} has no access any more.`,
  issued: "Issued",
} as const;

/** How somebody signed in, by RFC 8176's names. */
export const proofs = {
  by: "by",
  and: "and",
  pwd: "password",
  otp: "code",
  hwk: "passkey",
  swk: "passkey",
} as const;
