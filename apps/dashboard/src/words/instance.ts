import type { InstancePermission } from "@gatehouse/auth";

const people = (count: number): string => (count === 1 ? "1 person" : `${count} people`);

/** The pages of whoever runs the installation: its people, its organizations, who runs it, and its log. */
export const instance = {
  missing: "What you may do to the installation does not include this page.",
  search: "Search",
  clear: "Show all",
  found: (count: number, hasMore: boolean) => `${count}${hasMore ? " and more" : ""} found.`,
  proof: {
    title: "This page asks for a fresh proof",
    explanation:
      "Whatever runs the installation is shown to whoever just proved to be themselves, and each look is logged.",
    go: "Prove it is you",
  },
  enrol: {
    title: "Set up a second factor first",
    explanation: "Nobody runs the installation with a password alone.",
    go: "Go to security",
  },
  /** Short, where they stand in a row. */
  permissions: {
    "instance:users": "People",
    "instance:organizations": "Organizations",
    "instance:grants": "Grants",
    "instance:disable": "Disabling",
    "instance:impersonate": "Acting as others",
    "instance:audit": "Log",
  } satisfies Record<InstancePermission, string> as Readonly<Record<string, string>>,

  people: {
    title: "People",
    subtitle: "Everybody with an account here. That you looked stands in the log.",
    label: "Name or address",
    hint: "How it begins is enough.",
    columns: { name: "Name", factor: "Second factor", state: "State", since: "Since" },
    factors: { totp: "App", passkey: "Passkey" } as Readonly<Record<string, string>>,
    noFactor: "None",
    disabled: "Disabled",
    leaving: "Being erased",
    runs: "Runs this",
    emptyTitle: "Nobody is called that",
    empty: "An address or a name is found by how it begins.",
  },

  person: {
    back: "All people",
    goneTitle: "There is no such person",
    gone: "The account was erased, or never was.",
    you: "You",
    told: "They read in their own log that you looked.",
    account: "Account",
    id: "Id",
    email: "E-mail",
    since: "Since",
    disabledAt: "Disabled",
    leavingAt: "Will be erased",
    app: "Authenticator app",
    set: "Set up",
    none: "None",
    passkeys: "Passkeys",
    codes: "Recovery codes left",
    grant: "Runs the installation",
    sessions: "Where they are signed in",
    noSessions: "Nowhere.",
    moreSessions: "Only the newest are shown.",
    kinds: { token: "Client", impersonation: "Somebody acts as them" } as Readonly<Record<string, string>>,
    organizations: "What they belong to",
    organizationColumns: { name: "Organization", role: "Role" },
    personal: "Personal",
  },

  acts: {
    title: "What you can do",
    outranked: "They may do more to the installation than you. Ask somebody who may do as much as they may.",
    self: "This is you. Ask somebody else who runs the installation to do anything to your account.",

    impersonate: {
      name: "Act as them",
      says: "See what they see, for a while. They are told by mail, and every step is logged under both names.",
      held: "Nobody acts as a person who runs the installation.",
      disabled: "The account is disabled.",
      open: "Act as them",
      title: (name: string) => `Act as ${name}?`,
      steps: [
        "We tell them by mail at once: who, why and until when.",
        "What you do is logged under both names. What only they may do stays closed.",
        "A bar at the top says so on every page, and holds the way back.",
      ],
      reason: "Why",
      reasonHint: "They read it: say what it is about, such as the number of their request.",
      reasonWrong: "Write at least 10 characters, and at most 500.",
      minutes: "For how many minutes",
      minutesWrong: "Enter whole minutes, from 1 to 60.",
      submit: "Act as them",
      busy: "Going there…",
    },

    signOut: {
      name: "Sign out everywhere",
      says: "Ends every session of theirs, on every device.",
      open: "Sign out everywhere",
      title: (name: string) => `Sign ${name} out everywhere?`,
      explanation: "Every browser and client of theirs is out within a second. They can sign in again at once.",
      go: "Sign out",
      busy: "Signing out…",
      stay: "Leave them",
      done: (name: string, count: number) =>
        `${name} was signed out of ${count === 1 ? "1 session" : `${count} sessions`}.`,
    },

    disable: {
      name: "Disable the account",
      says: "Nobody can sign in to it until it is enabled again. Nothing is lost.",
      open: "Disable",
      title: (name: string) => `Disable the account of ${name}?`,
      explanation:
        "Every session of theirs ends at once, and nobody can sign in to the account until it is enabled again.",
      go: "Disable it",
      busy: "Disabling…",
      stay: "Leave it",
      done: (name: string) => `The account of ${name} is disabled.`,
    },

    enable: {
      name: "Enable the account",
      says: "They can sign in again, with the password and the factors they had.",
      open: "Enable",
      busy: "Enabling…",
      done: (name: string) => `The account of ${name} is enabled.`,
    },

    grant: {
      name: "Running the installation",
      none: "They may do nothing to the installation itself.",
      open: "Let them run it",
      change: "Change",
      title: (name: string) => `What ${name} may do to the installation`,
      explanation: "In force at once. A second factor and a fresh proof of it are asked for each time.",
      lacking: "You lack this yourself.",
      missing: "Choose at least one, or take the grant away.",
      submit: "Save it",
      busy: "Saving…",
      done: (name: string) => `Saved. It holds for ${name} from the next click on.`,
    },

    revoke: {
      open: "Take it away",
      title: (name: string) => `Take running the installation from ${name}?`,
      explanation: "They lose it at once, and whatever they act as somebody else ends. Their account stays as it is.",
      go: "Take it away",
      busy: "Taking it away…",
      stay: "Leave it",
      done: (name: string) => `${name} no longer runs the installation.`,
    },
  },

  organizations: {
    title: "All organizations",
    subtitle: "Every team of this installation. That you looked stands in the log.",
    label: "Name or address",
    hint: "How it begins is enough.",
    columns: { name: "Organization", members: "Members", since: "Since" },
    members: (count: number, limit: number | null) => (limit === null ? `${count}` : `${count} of ${limit}`),
    leaving: "Being deleted",
    noneTitle: "There is no organization yet",
    none: "The first one that somebody makes stands here.",
    emptyTitle: "No organization is called that",
    empty: "A name or an address is found by how it begins.",
  },

  organization: {
    back: "All organizations",
    goneTitle: "There is no such organization",
    gone: "It was erased, or never was.",
    told: "Its own log says that you looked.",
    about: "About it",
    id: "Id",
    slug: "Its address here",
    since: "Since",
    leavingAt: "Will be erased",
    members: "Members",
    columns: { name: "Name", role: "Role", factor: "Second factor", since: "Since" },
    factor: { on: "On", off: "Off" },
    limit: {
      title: "How many members it may have",
      label: "At most",
      hint: "Empty: as many as it likes. Whoever is a member stays one, also above the limit.",
      wrong: "Enter a whole number from 1 on, or nothing.",
      submit: "Save the limit",
      busy: "Saving…",
      done: (limit: number | null) =>
        limit === null ? "It may have as many members as it likes." : `It may have ${people(limit)}.`,
    },
  },

  grants: {
    title: "Who runs the installation",
    subtitle: "Whoever stands here may do what is said, after a fresh proof each time.",
    columns: { name: "Name", may: "May do", since: "Since", more: "What can be done" },
    more: (name: string) => `What can be done with the grant of ${name}`,
    find: "Let somebody else run it",
    findHint: "Find the person, then say what they may do.",
    emptyTitle: "Nobody runs the installation",
    empty: "A grant is given on the server, by the command line.",
  },

  log: {
    title: "Installation log",
    subtitle: "What happened to the installation itself, and who looked where. Reading it is logged too.",
    emptyTitle: "Nothing happened yet",
    empty: "The first thing that somebody does to the installation stands here.",
  },
} as const;
