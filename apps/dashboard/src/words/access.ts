/** Why somebody may, or may not, and asking for what one lacks. */
export const access = {
  title: "What you may do",
  subtitle: (organization: string, role: string) => `In ${organization}, as ${role}.`,
  columns: { permission: "Permission", held: "By the role", why: "Why" },
  may: "You may",
  mayNot: "You may not",
  why: "Why?",
  whyNamed: (says: string) => `Why? ${says}`,
  unknownTitle: "No such permission",
  unknown: "The address is wrong, or this is no longer among the things that can be done here.",

  strip: {
    title: (says: string, isAllowed: boolean) => (isAllowed ? `Why you may: ${says}` : `Why you may not: ${says}`),
    list: "Each step of the decision",
    explanation:
      "These are the steps that every request takes, in this order. The first that does not hold refuses it.",
    holds: "Holds",
    fails: "Refused",
    unknown: "Depends",
    unknownSays: (of: string) => `Only a request itself can tell: ${of}.`,
    unknowns: {
      freshness: "whether they proved lately that it is them",
      address: "from which network they come",
      "session age": "how long ago they signed in",
    } as Readonly<Record<string, string>>,
    steps: {
      member: "You belong to the organization",
      role: "You have a role",
      permission: "The role holds the permission",
      organization: "The organization is open",
      factor: "You have the second factor that the role needs",
      requirements: "You meet what the organization demands",
      freshness: "You proved lately that it is you",
    },
    theirSteps: {
      member: "They belong to the organization",
      role: "They have a role",
      permission: "The role holds the permission",
      organization: "The organization is open",
      factor: "They have the second factor that the role needs",
      requirements: "They meet what the organization demands",
      freshness: "They proved lately that it is them",
    },
    /** What the server says to the person themselves, said of somebody else; by the refusal's code. */
    theirs: {
      "access.permission_missing": "Their role does not allow this.",
      "access.mfa_enrollment_required": "They have not set up the second factor that the organization asks of them.",
      "requirement.email_domain": "The organization takes no addresses of the domain of theirs.",
    } as Readonly<Record<string, string>>,
    disabled: "Their account is disabled.",
    role: (role: string) => `The role is ${role}.`,
    noProof: "No new proof of identity is needed",
    demandsProof: "Whoever does it is asked once more who they are.",
    demandsSome: "Some of what it opens asks for one.",
    grantable: "Who could give it",
    yourself: "You",
    noGranter: "Nobody else here could give it.",
    back: "Everything you may do",
  },

  ask: {
    title: "Ask an owner for it",
    note: "Why you need it",
    noteHint: "The owners read it. You may leave it out.",
    submit: "Send the request",
    busy: "Sending…",
    sent: "The owners were told. You get a mail when one of them answers.",
    waiting: "You asked for this. It waits for an owner.",
    withdraw: "Take the request back",
    withdrawing: "Taking it back…",
    withdrawn: "The request is taken back.",
    held: "You may do this already.",
  },

  requests: {
    title: "Access requests",
    asks: (name: string) => `${name} asks`,
    becomes: (from: string, to: string) => `If you approve, the role changes from ${from} to ${to}, at once.`,
    none: "You cannot give any role that allows this. An owner can.",
    approve: "Approve",
    approveNamed: (name: string, says: string) => `Approve: ${says}, for ${name}`,
    approving: "Approving…",
    approved: (name: string, role: string) => `${name} is ${role} now.`,
    decline: "Decline",
    declineNamed: (name: string, says: string) => `Decline: ${says}, for ${name}`,
    declining: "Declining…",
    declined: (name: string) => `Declined. ${name} is told by mail.`,
  },
} as const;

/** What another member may do, and why. */
export const memberAccess = {
  back: "All members",
  title: (name: string) => `What ${name} may do`,
  may: "May",
  mayNot: "May not",
  obstacle: (name: string) => `Nothing of this works for ${name} just now.`,
  whyTitle: (name: string, says: string, isAllowed: boolean) =>
    isAllowed ? `Why ${name} may: ${says}` : `Why ${name} may not: ${says}`,
  noneTitle: "No such member",
  none: "They left the organization, or the address is wrong.",
} as const;
