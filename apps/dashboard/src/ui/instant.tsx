/** A moment to the second, UTC, as a log writes it: "2026-11-22 08:12:03". */
const utcOf = (at: string): string => at.slice(0, 19).replace("T", " ");

/** The exact moment, where it matters more than how long ago it was. */
export const Instant = ({ at }: { readonly at: string }) => <time dateTime={at}>{utcOf(at)}</time>;
