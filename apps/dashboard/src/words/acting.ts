/** Acting as somebody else, and the names of the pages of whoever runs the installation. */
export const acting = {
  installation: {
    title: "Installation",
    people: "People",
    organizations: "All organizations",
    grants: "Who runs it",
    log: "Installation log",
  },

  banner: "Acting as somebody else",
  says: (impersonator: string, person: string) => `${impersonator}, you act as ${person}`,
  until: "until",
  stop: "Stop",
  stopNamed: (person: string) => `Stop acting as ${person}`,
  stopping: "Stopping…",
  over: "Acting as somebody else is over. You are back in your own account.",

  /** In the list of where the person is signed in. */
  row: {
    stamp: "Somebody acts as you",
    began: "Began",
    why: "The mail that we sent you says who, and why.",
    end: "End it",
    endNamed: (device: string) => `End acting as you, on ${device}`,
    ending: "Ending it…",
    ended: "Nobody acts as you there any more.",
  },

  enrolTitle: "This organization waits for a second factor",
  enrol: "Only the person can set one up. Until then it is closed to them, and to whoever acts as them.",

  closedTitle: "Only the person can open this",
  closed: (person: string) =>
    `This is ${person}'s own. Whoever acts as somebody else neither sees nor changes how that person signs in.`,
} as const;
