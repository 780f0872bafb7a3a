/** The pages that a mail's link opens. Opening one does nothing: a button does. */
const spent = {
  badTitle: "This link does not work any more",
  bad: "It was used already, is too old, or was cut off on its way. Nothing was changed by it now.",
} as const;

export const links = {
  goOn: "Go to Gatehouse",
  signIn: "Go to sign-in",
  mailbox: "Open the development mailbox",

  confirmEmail: {
    ...spent,
    title: "Use this address",
    explanation: "One click, and this address is the one of your account: you sign in with it, and mail comes here.",
    submit: "Use this address",
    busy: "Changing it…",
    doneTitle: "Your address is changed",
    done: "Sign in with it from now on. Your sessions go on, and the old address was told.",
  },

  cancelEmail: {
    ...spent,
    title: "Keep this address",
    explanation:
      "If it was not you who asked for another address, take the change back. Everybody who is signed in to your account is signed out, and you choose a new password by a link that we send here at once.",
    submit: "Take the change back",
    busy: "Taking it back…",
    doneTitle: "Your address stays",
    cancelled: "The change will not happen.",
    restored: "The change was undone: this address is in force again.",
    done: "Every device is signed out, and the old password no longer works. A link to choose a new one is on its way to this mailbox.",
  },

  notMe: {
    ...spent,
    title: "Was it not you?",
    explanation:
      "If you do not know the sign-in that the mail tells of, lock the account now. Every device is signed out, the password stops working, and you choose a new one by a link that we send you at once.",
    submit: "Lock my account",
    busy: "Locking it…",
    doneTitle: "Your account is locked",
    done: "Every device is signed out, and the password no longer works. A link to choose a new one is on its way to your mailbox.",
  },

  cancelFactorReset: {
    ...spent,
    title: "Keep your second factors",
    explanation:
      "An admin asked for your authenticator app, passkeys and recovery codes to be removed. If you still have them, say so, and they stay.",
    submit: "Keep my second factors",
    busy: "Keeping them…",
    doneTitle: "Your second factors stay",
    done: "Nothing is removed. If nobody should have asked, tell your organization, and choose a new password.",
  },
} as const;
