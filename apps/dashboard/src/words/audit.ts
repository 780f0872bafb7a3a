/** The log of an organization, the proof of it, and copies. */
export const audit = {
  title: "Audit log",
  subtitle: (organization: string) =>
    `Everything that was done in ${organization}, and what was refused. A change of it would show.`,
  subtitlePersonal:
    "What you did outside of organizations, and what was tried with your account. A change of it would show.",
  columns: { at: "Time (UTC)", what: "What happened", who: "Who", from: "From", outcome: "Outcome" },
  outcomes: { success: "Done", refused: "Refused" } as Readonly<Record<string, string>>,
  nobody: "Nobody signed in",
  /** Somebody who runs the installation acted as the one whom the event names. */
  impersonated: "By impersonation",

  filters: {
    label: "Which events",
    action: "What happened",
    anyAction: "Anything",
    actor: "Who",
    anyActor: "Anybody",
    from: "From (UTC)",
    to: "To (UTC)",
    clear: "Clear the filters",
    count: (count: number, hasMore: boolean) =>
      hasMore ? `The newest ${count} events are shown.` : `${count} ${count === 1 ? "event" : "events"}.`,
  },

  tail: {
    live: "Live",
    asking: "Every 15 seconds",
    paused: "Paused",
    pause: "Pause",
    shortcut: "Alt P",
    goOn: (waiting: number, isAtLeast: boolean) =>
      waiting === 0 ? "Go on" : `Go on: ${waiting}${isAtLeast ? " or more" : ""} new`,
    /** Read out, and not seen. */
    shown: (count: number, hasMore: boolean) =>
      `${count} ${count === 1 ? "line" : "lines"} of the log${hasMore ? ", and there are more" : ""}`,
    arrived: (count: number) => `${count} new ${count === 1 ? "line" : "lines"} since you came`,
  },

  emptyTitle: "Nothing happened yet",
  empty: "What members do here stands in this log within a second.",
  noMatchTitle: "No such event",
  noMatch: "Nothing in the log fits these filters.",

  chart: {
    says: (count: number, refused: number, from: string, to: string) =>
      `${count} events from ${from} to ${to}, ${refused} of them refused`,
    success: "Done",
    refused: "Refused",
    per: {
      minute: (count: number) => (count === 1 ? "each minute" : `every ${count} minutes`),
      hour: (count: number) => (count === 1 ? "each hour" : `every ${count} hours`),
      day: (count: number) => (count === 1 ? "each day" : `every ${count} days`),
    },
    title: (per: string) => `Events ${per}, UTC`,
  },

  event: {
    title: "One event",
    action: "Action",
    at: "Time",
    who: "Who",
    impersonator: "Really done by",
    target: "Concerns",
    outcome: "Outcome",
    ip: "Address",
    userAgent: "Browser or client",
    request: "Request",
    id: "Id",
    detail: "Details",
    copyRequest: "Copy the id of the request",
    copyId: "Copy the id of the event",
    onlyAction: "Only this action",
    onlyActor: "Only this person",
  },

  verify: {
    open: "Verify",
    busy: "Verifying…",
    valid: (count: number) =>
      count === 0
        ? "There is nothing to verify yet: the log is empty."
        : `Verified: ${count.toLocaleString("en-GB")} ${count === 1 ? "event" : "events"} from the first to the last. None was changed, none is missing.`,
    invalid:
      "The log does not hold: at this event something was changed, or is missing. Tell whoever runs this installation.",
    emptied: "The log does not hold: nothing is left of it. Tell whoever runs this installation.",
    signedBy: "Signed by the key",
  },

  copies: {
    open: "Export",
    title: "A copy of the log",
    filtered: "The copy holds what the filters ask for.",
    whole: "The copy holds the whole log.",
    format: "Format",
    formats: { csv: "Table for a spreadsheet (CSV)", jsonl: "Lines of JSON, which can be verified without us" },
    once: "That a copy was taken stands in the log itself.",
    submit: "Download the copy",
    busy: "Preparing…",
    progress: (done: number, of: number) => `${done.toLocaleString("en-GB")} of ${of.toLocaleString("en-GB")} lines`,
    done: "The copy is downloaded.",
    broken: "The copy broke off on its way. Nothing was saved; ask for it again.",
    fileName: (slug: string, day: string, format: string) => `audit-${slug}-${day}.${format}`,
  },

  personal: {
    title: "What happened to your account",
    lead: "Sign-ins, changes and what was refused, newest first. If something here was not you, change your password.",
    whole: "The whole log",
  },
} as const;
