const instant = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** An instant as a mail names it. @param at ISO 8601 */
export const utc = (at: string): string => `${instant.format(new Date(at))} UTC`;
