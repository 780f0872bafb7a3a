/** Who may do what: every way in by every role. */
const waysIn = (count: number): string => `${count} ${count === 1 ? "way" : "ways"} in`;

export const matrix = {
  title: "Access matrix",
  subtitle: (organization: string) =>
    `Every way into ${organization}, and the roles that it is open to: as the API enforces it at this moment.`,
  open: "Access matrix",
  way: "Way in",
  scroller: "The matrix; it scrolls sideways where there are many roles",

  filters: {
    label: "Which ways in",
    noun: "About",
    anyNoun: "Everything",
    doors: "Doors beside the procedures",
    role: "As which role",
    count: (shown: number, all: number) => (shown === all ? `${waysIn(all)}.` : `${shown} of ${waysIn(all)}.`),
    clear: "Show everything",
  },

  may: "May",
  mayNot: "May not",
  own: "Custom",

  legend: {
    may: "open to the role",
    mayNot: "closed",
    stepUp: "a code or passkey that is minutes old",
  },

  kinds: { query: "Reads", mutation: "Changes", subscription: "Listens", door: "Door" },
  access: {
    public: "Anybody, signed in or not",
    "signed in": "Anybody who is signed in",
  } as Readonly<Record<string, string>>,
  undeclared: "Nobody: no access was declared",
  stepUp: "Asks for proof",
  limit: (name: string) => `limit ${name}`,

  none: "No way in is about this.",

  csv: {
    open: "Download as CSV",
    busy: "Fetching the table…",
    done: "The table is downloaded.",
    fileName: (slug: string, day: string) => `access-${slug}-${day}.csv`,
  },
} as const;
