/** The person's own account: what they are called, where they are reached, what is held of them, and leaving. */
export const account = {
  nav: "Account",
  title: "Your account",
  subtitle: "What you are called, where you are reached, and what is held about you.",

  profile: {
    title: "Profile",
    name: "Your name",
    nameHint: "Everybody in your organizations sees it.",
    locale: "Language",
    localeHint: "Of mails and pages, as far as they are translated.",
    locales: { en: "English", de: "Deutsch" },
    save: "Save the profile",
    saving: "Saving…",
    saved: "Your profile is saved.",
  },

  email: {
    title: "E-mail address",
    hint: "You sign in with it, and the account is recovered by it.",
    change: "Change",
    changeNamed: "Change your e-mail address",
    changeTitle: "A new e-mail address",
    explanation:
      "We write to both. The new address gets a link that confirms it, within 24 hours; until then nothing changes. The old one gets a link that takes the change back, for seven days after it.",
    next: "New address",
    submit: "Write to both",
    busy: "Writing…",
    pending: (email: string) =>
      `We wrote to ${email}. Open the link there to confirm it; until then your address stays as it is.`,
    forget: "Hide this",
    changed: "Your e-mail address is changed.",
  },

  copy: {
    title: "Your data",
    name: "A copy of everything",
    hint: "All that is held about you, as one JSON file. Passwords and keys are not in it: they prove something to us and say nothing to you.",
    submit: "Download the copy",
    busy: "Collecting it…",
    done: "The copy is downloaded.",
    fileName: (day: string) => `gatehouse-account-${day}.json`,
  },

  leave: {
    title: "Leaving",
    name: "Delete the account",
    hint: "For good, after seven days in which a sign-in brings everything back.",
    open: "Delete",
    ask: "Delete your account?",
    steps: [
      "You are signed out everywhere, at once.",
      "For seven days nothing is lost: sign in, and the account stays.",
      "Then the account is erased, with your personal organization and every organization in which you are alone.",
      "What you wrote in organizations with others stays there, without your name.",
    ],
    confirm: (email: string) => `Write ${email} to confirm`,
    wrong: "This is not the address of your account.",
    submit: "Delete my account",
    busy: "Deleting…",
    stay: "Keep it",
    soleOwner: "You are the only owner here, and others are members. Make somebody else an owner first:",
    left: (day: string) =>
      `Your account will be erased on ${day}. Sign in before that to keep it: everything is as you left it.`,
    leftSoon:
      "Your account will be erased in seven days. Sign in before that to keep it: everything is as you left it.",
  },
} as const;
