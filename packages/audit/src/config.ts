/** Milliseconds and events. The contract seals within a second: an empty look costs one read of an empty table. */
export const SEALING = { everyMs: 250, batch: 500, milestone: 1_000 };

/** Days. PCI DSS 4.0.1 10.5.1 asks for twelve months at least; the rest is for whoever asks late. The database keeps the last 30 itself. */
export const RETENTION = { days: 400, minDays: 30, cron: "23 3 * * *" };

/** Days that a key signs checkpoints: NIST SP 800-57 part 1 section 5.3.6 allows a signing key one to three years. */
export const CHECKPOINT_KEY_DAYS = 365;

/** Reads that wait to be written: milliseconds at most, how many are written at once, and how many before the next one has to wait itself. */
export const ACCESSES = { withinMs: 100, batch: 500, most: 10_000 };

/** Events at once, and milliseconds after which a reader looks without having been called. */
export const FEED = { batch: 100, everyMs: 5_000 };

/** Rows at once while a chain is verified or exported. */
export const READ_AT_ONCE = 1_000;
