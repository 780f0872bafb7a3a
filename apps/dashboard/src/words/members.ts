/** The members of an organization: who belongs to it, and what becomes of each. */
export const members = {
  title: "Members",
  subtitle: (organization: string) => `Who belongs to ${organization}, and what each may do.`,
  subtitlePersonal: "A personal organization is yours alone: nobody can be invited to it.",
  columns: { name: "Name", role: "Role", factor: "Second factor", since: "Since", more: "What can be done" },
  you: "You",
  factor: { on: "On", off: "Off", needed: "Missing" },
  more: (name: string) => `What can be done with ${name}`,
  roleField: "Role",
  access: { own: "What you may do", theirs: "What they may do" },

  find: {
    label: "Find a member",
    placeholder: "Name or address",
    found: (count: number, hasMore: boolean) =>
      `${count}${hasMore ? " or more" : ""} ${count === 1 && !hasMore ? "member" : "members"} found`,
    noneTitle: "No such member",
    none: "Nobody's name or address here begins so.",
    clear: "Show everybody",
  },

  pick: {
    placeholder: "Name or address",
    looking: "Looking…",
    failed: "The members could not be loaded. Type on to try again.",
    more: "There are more: type how a name or an address begins.",
  },

  change: {
    open: "Change the role",
    title: (name: string) => `Another role for ${name}`,
    explanation: "It holds from the next click on, on every device, without signing in again. We tell them by mail.",
    guarded: "This role needs a second factor. Until they have one, they see nothing of the organization.",
    submit: "Change the role",
    busy: "Changing it…",
    done: (name: string, role: string) => `${name} is ${role} now.`,
  },

  reset: {
    open: "Reset the second factors",
    title: (name: string) => `Reset the second factors of ${name}?`,
    steps: [
      "They get a mail at once, and have 24 hours to object with one click.",
      "Then the authenticator app, the passkeys and the recovery codes of the account are gone, everywhere.",
      "The password stays. They sign in with it and set up a new factor.",
    ],
    only: "Do this for somebody who lost their phone, and make sure by another way that it is them who ask.",
    go: "Reset in 24 hours",
    busy: "Asking for it…",
    stay: "Leave them",
    done: (name: string) => `${name} was told. The second factors are gone in 24 hours, unless they object.`,
  },

  remove: {
    open: "Remove from the organization",
    title: (name: string) => `Remove ${name}?`,
    steps: (organization: string) => [
      `They lose ${organization} at once, on every device, in the middle of whatever they do.`,
      "The API keys that they made end with them: roll those first that a program still needs.",
      "What they wrote stays. Their account stays too: it is theirs.",
      "We tell them by mail. To come back they need a new invitation.",
    ],
    go: "Remove",
    busy: "Removing…",
    stay: "Keep them",
    done: (name: string) => `${name} is no longer a member.`,
  },

  leave: {
    open: "Leave the organization",
    title: (organization: string) => `Leave ${organization}?`,
    steps: [
      "You lose it at once, on every device.",
      "The API keys that you made there end with you: have somebody roll those first that a program still needs.",
      "What you wrote stays there.",
      "To come back you need an invitation from somebody inside.",
    ],
    go: "Leave",
    busy: "Leaving…",
    stay: "Stay",
    done: (organization: string) => `You left ${organization}.`,
    lastOwner:
      "You are its only owner, and an organization keeps one. Hand it over first, or make somebody else an owner too; then you can leave.",
    lastAlone: "You are its only owner, and its only member. Invite somebody and hand it over to them, or delete it.",
    way: "Hand over or delete",
  },
} as const;
