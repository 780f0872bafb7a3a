/** What keeps tools from reporting to their makers and from advertising their newer versions. */
export const QUIET = { DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1" } as const;
