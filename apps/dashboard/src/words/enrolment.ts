/** Setting up a second factor, wherever it is asked for. */
export const enrolment = {
  title: (organization: string) => `Set up a second factor to work in ${organization}`,
  tab: "Second factor",
  why: (role: string, organization: string) =>
    `Your role here is ${role}, and ${organization} asks whoever has it for more than a password. It takes about a minute, and everything here opens when it is done.`,
  elsewhere: "Your other organizations, and your security page, work as before.",
  ways: "Choose one",
} as const;
