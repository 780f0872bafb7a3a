interface Unmet {
  readonly title: (organization: string) => string;
  readonly says: (email: string) => string;
}

/** An organization that asks for something which the person, or the request, does not bring; by the code of the refusal. */
export const unmet = {
  by: {
    "requirement.session_too_old": {
      title: (organization) => `Sign in again for ${organization}`,
      says: () => "It asks for a newer sign-in than yours. Nothing is lost: sign in, and you come back to this page.",
    },
    "requirement.ip_address": {
      title: (organization) => `${organization} is not open to this network`,
      says: () =>
        "Its members come in from certain networks only, and the one you are in is not among them. Go into one of those, or ask an owner to add this one.",
    },
    "requirement.email_domain": {
      title: (organization) => `${organization} takes other addresses`,
      says: (email) =>
        `Its members have addresses at certain domains only, and yours is ${email}. Change your address to one of those, or ask an owner to add this domain.`,
    },
  } as Readonly<Record<string, Unmet>>,
  other: {
    title: (organization: string) => `${organization} is closed to you just now`,
    says: (_email: string) => "It asks for something that is not met here. Ask an owner what it is.",
  } satisfies Unmet,
  signIn: "Sign in again",
  leaving: "Signing out…",
  tryAgain: "Try again",
  trying: "Asking…",
  account: "Change your address",
} as const;
