/** Proving that it is you: the second half of a sign-in, and once more before something sensitive. */
export const proof = {
  secondHalf: {
    title: "Second factor",
    heading: "One more thing",
    submit: "Sign in",
    busy: "Checking…",
    done: "You are in.",
    as: (email: string) => `You are signing in as ${email}.`,
    restart: "Start over",
  },

  stepUp: {
    title: "Is it still you?",
    explanation: (minutes: number) =>
      `What you began is sensitive. Prove once more that it is you, and it goes on by itself. The proof holds for ${minutes <= 1 ? "a minute" : `${minutes} minutes`}, here alone.`,
    submit: "Go on",
    busy: "Checking…",
    noWay: "This account has no way to prove it here. Sign out and in again, and you can go on for ten minutes.",
  },

  code: "Six-digit code",
  codeHint: "Your authenticator app shows it, under Gatehouse. A new one comes every 30 seconds.",
  codeShort: "The code has six digits.",
  recoveryCode: "Recovery code",
  recoveryHint: "One of the ten that you saved. It works once.",
  recoveryNeeded: "Write one of your recovery codes.",
  password: "Your password",
  passwordNeeded: "Write your password.",
  passwordWrong: "That is not your password.",
  passkey: "Your browser asks for the passkey: by fingerprint, face, PIN or a security key.",
  usePasskey: "Use your passkey",
  waitingForPasskey: "Waiting for the passkey…",
  wait: "Too many tries. You can try again in",
  otherwise: {
    password: "Use your password instead",
    totp: "Use the authenticator app instead",
    passkey: "Use a passkey instead",
    recoveryCode: "Use a recovery code instead",
  },

  development: {
    fill: "Fill in the development code",
    hint: (seconds: number) => `In development only. A code works once; the next comes in ${seconds} s.`,
  },
} as const;
