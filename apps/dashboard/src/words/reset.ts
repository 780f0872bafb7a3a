/** The ways in beside the password, and the way to a new one. */
export const ways = {
  passkey: "Sign in with a passkey",
  waiting: "Waiting for the passkey…",
  orPassword: "or with your password",
  forgot: "Forgot it?",
} as const;

export const reset = {
  forgotTitle: "Forgot your password?",
  forgotExplanation: "Write the address of your account. We send a link to it with which you choose a new password.",
  ask: "Send the link",
  asking: "Sending…",
  sentTitle: "Check your mail",
  sent: (email: string) => `If there is an account for ${email}, a link is on its way to it.`,
  sentHint: "It works once, within an hour. It can take a minute to arrive; look among the spam too.",
  again: "Write another address",
  back: "Back to sign-in",

  title: "Choose a new password",
  explanation: "It signs you out everywhere. Your second factor stays as it is, and sign-in asks for it as before.",
  password: "New password",
  guessable: "Long enough, but easy to guess: add words that do not belong together.",
  submit: "Save the new password",
  busy: "Saving it…",
  doneTitle: "Your new password is saved",
  done: "You are signed out everywhere. Sign in with it now.",
  signIn: "Go to sign-in",
  badTitle: "This link does not work any more",
  bad: "It was used already, is too old, or a newer one took its place. Ask for another one.",
  anew: "Send a new link",
} as const;
