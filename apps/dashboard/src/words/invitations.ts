/** Inviting people, and accepting an invitation. */
const people = (count: number): string => `${count} ${count === 1 ? "person" : "people"}`;

export const invitations = {
  title: "Invited",
  open: "Invite people",
  none: "Nobody is waiting to join.",
  columns: { address: "Address", role: "Role", expires: "Works until", more: "What can be done" },
  expired: "Expired",
  resend: "Send again",
  resendNamed: (email: string) => `Send again to ${email}`,
  resending: "Sending…",
  resent: (email: string) => `Sent again to ${email}. The link before it no longer works.`,
  revoke: "Take back",
  revokeNamed: (email: string) => `Take back the invitation of ${email}`,
  revokeAsk: {
    title: (email: string) => `Take the invitation of ${email} back?`,
    explanation: "The link in that mail stops working at once. Nobody is told. You can invite the address again.",
    go: "Take it back",
    busy: "Taking it back…",
    stay: "Leave it",
  },
  revoked: (email: string) => `The invitation of ${email} is taken back.`,

  invite: {
    title: "Invite people",
    addresses: "E-mail addresses",
    addressesHint: "One or many, as you have them: separated by commas, spaces or lines. At most 100 at once.",
    role: "They join as",
    noAddress: "Enter at least one address.",
    tooMany: (most: number) => `At most ${most} at once.`,
    explanation: "Each gets a mail with a link that works for that address alone, for seven days.",
    submit: (count: number) => (count < 2 ? "Invite" : `Invite ${people(count)}`),
    busy: "Inviting…",
  },

  report: {
    title: "What became of each",
    summary: (invited: number, all: number) =>
      invited === all
        ? `${people(invited)} invited. The mails are on their way.`
        : `${invited === 0 ? "None" : invited} of ${all} invited.`,
    list: "Addresses",
    statuses: {
      invited: "Invited",
      already_member: "Already a member",
      already_invited: "Already invited",
      domain_not_allowed: "Domain not allowed",
      invalid: "Not an address",
      limit_reached: "Limit reached",
    },
    says: {
      invited: null,
      already_member: "They are in the organization.",
      already_invited: "Their link still works. Send it again from the list.",
      domain_not_allowed: "The organization takes no addresses of this domain.",
      invalid: "This does not read as an e-mail address.",
      limit_reached: "No more seats, or too many mails for now.",
    },
    more: "Invite others",
    done: "Done",
  },
} as const;

export const joining = {
  title: "You are invited",
  heading: (organization: string) => `Join ${organization}`,
  as: (role: string, email: string) => `As ${role}. The invitation was sent to ${email}.`,
  until: "It works until",
  submit: "Accept the invitation",
  busy: "Joining…",
  done: (organization: string) => `You are a member of ${organization}.`,
  signedInAs: (email: string) => `You are signed in as ${email}.`,
  signIn: "Sign in to join",
  signUp: "Create an account",
  outside: "Sign in with that address, or create an account with it. Then you come back here.",
  otherTitle: "This is for another address",
  other: (sentTo: string, mine: string) =>
    `The invitation was sent to ${sentTo}, and you are signed in as ${mine}. Only the address that it was sent to can use it.`,
  otherWay: "Sign in as somebody else",
  leaving: "Signing out…",
  badTitle: "This invitation does not work any more",
  bad: "It was accepted, taken back, sent again, or is older than seven days. The newest mail has the link that works; else ask for a new one.",
  forget: "Not now",
  already: (organization: string) => `You are in ${organization}`,
  alreadySays: "You belong to it already, so there is nothing to accept. Your role there stays what it is.",
  open: "Open it",
  /** What was refused, as whoever is invited can do something about it; by the refusal's code. */
  refusals: {
    "organization.full":
      "It has as many members as it may have. Ask whoever invited you to make room; then this link still works.",
    "invitation.domain_not_allowed":
      "It takes addresses of other domains only by now. Ask whoever invited you to allow yours, or to invite another address of yours.",
  } as Readonly<Record<string, string>>,
} as const;
