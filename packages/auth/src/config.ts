const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds. Idle and absolute end of a session: OWASP ASVS 5.0 7.3.1 and 7.3.2, NIST SP 800-63B-4 section 2.1.3. */
export const SESSION = { idleSeconds: 7 * DAY, absoluteSeconds: 30 * DAY };

/** Seconds. How long the gate trusts its memory of a session before it reads (and touches) the row again. */
export const GATE = { memorySeconds: MINUTE, entries: 20_000, epochSeconds: 20 * MINUTE };

/** An access token's life, and how little is left of it when a browser gets the next one: RFC 9700 section 2.2.2 asks for short lives. */
export const ACCESS_TOKEN = { seconds: 15 * MINUTE, renewSeconds: 5 * MINUTE, maxCharacters: 4096 };

/**
 * Seconds. A signing key signs for `activeSeconds`, is announced `leadSeconds` before (longer than the published set may be kept), and
 * stays `overlapSeconds` after (longer than any token lives). NIST SP 800-57 part 1 section 5.3.6 bounds the first by years.
 */
export const SIGNING_KEYS = {
  activeSeconds: 30 * DAY,
  leadSeconds: HOUR,
  overlapSeconds: HOUR,
  publishedSeconds: 5 * MINUTE,
  checkSeconds: 10 * MINUTE,
  seekSeconds: 1,
};

/**
 * Milliseconds that a sensitive change waits for the others of its organization, in a process and then between processes: a form whose
 * button does nothing for longer is pressed again. Seconds after which somebody who was refused for it tries again.
 */
export const TURN = { waitMs: 5_000, retryAfterSeconds: 1 };

/** Calls in one request: the contract. Bytes of its body: OWASP API4:2023 asks for a bound. */
export const REQUEST = { calls: 10, bytes: 1_000_000 };

/** Seconds. Whoever repeats a refresh token so soon was cut off, or is a second tab: RFC 9700 section 4.14.2. */
export const REFRESH_GRACE_SECONDS = 10;

/**
 * An API key lives a year at most (OWASP Secrets Management Cheat Sheet: rotate), and works a week at most beside its successor. Seconds
 * between two notes of its use; what became of its calls is written once in `writeSeconds`, the first time after `soonSeconds`, and asked
 * for `keptDays` back.
 */
export const API_KEYS = {
  maxDays: 365,
  maxOverlapHours: 168,
  maxRanges: 50,
  seenSeconds: MINUTE,
  soonSeconds: 1,
  writeSeconds: MINUTE,
  keptDays: 30,
};

/**
 * Live updates. Seconds that a stream lasts, which bounds how late the end of a session's own time is noticed; between two signs of life,
 * and after which silence means that the connection is lost. A browser opens one stream, and its next tab one before the last is gone; nobody
 * has ten browsers open, but sessions without end.
 * Events after which whoever missed them asks everything again. Seconds for streams to end when the process is stopped.
 */
export const LIVE = {
  streamSeconds: 2 * MINUTE,
  pingSeconds: 2,
  silenceSeconds: 6,
  perSession: 4,
  perPerson: 40,
  perProcess: 2_000,
  catchUp: 200,
  drainSeconds: 2,
};

/** Seconds. How long a sign-in with every factor, or a step-up, opens sensitive things: OWASP ASVS 5.0 7.5.3. */
export const STEP_UP_SECONDS = 10 * MINUTE;

/** Seconds. A half-way sign-in or a WebAuthn ceremony: WebAuthn level 3 section 15.1 recommends 5 to 10 minutes. */
export const CHALLENGE_SECONDS = 10 * MINUTE;

/** Seconds in which a download may begin: the contract. */
export const DOWNLOAD_SECONDS = 5 * MINUTE;

/** Six digits every 30 seconds, SHA-1: RFC 6238 section 4 and what authenticator apps understand. */
export const TOTP = { digits: 6, periodSeconds: 30 };

/** EdDSA, ES256 and RS256 by their COSE names: what WebAuthn level 3 section 5.8.5 recommends, best first. */
export const PASSKEY = { algorithms: [-8, -7, -257] };

/** Ten codes of 16 characters, five bits each: 80 bits, which no search of a digest will find. */
export const RECOVERY = { codes: 10, characters: 16 };

/** Seconds. A reset link: OWASP Forgot Password Cheat Sheet asks for a short life. */
export const RESET_SECONDS = HOUR;

/** How long somebody may act as another person, and the characters of the reason: long enough to be one. Our own bounds; NIST SP 800-53 AC-6. */
export const IMPERSONATION = { minutes: 30, maxMinutes: 60, minReason: 10, maxReason: 500 };

/** Milliseconds. No answer about a password comes sooner, so that an imported hash, a wrong one and no account take alike. */
export const PASSWORD_FLOOR_MS = 350;

/** Seconds. A confirmation link: NIST SP 800-63B-4 section 3.1.3 allows 24 hours by mail. */
export const VERIFICATION_SECONDS = 24 * HOUR;

/** The languages that a person may choose. */
export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];

/** Seconds. The marker of a device: the longest that a browser keeps a cookie, RFC 6265bis section 5.5. */
export const DEVICE_SECONDS = 400 * DAY;

/** Seconds. "This was not me", for somebody who reads mail once a week: OWASP ASVS 5.0 6.3.5 asks for the notice. */
export const NOT_ME_SECONDS = 7 * DAY;

/** Seconds. To confirm a new address, as at sign-up; and, from the old one, to take the change back: OWASP ASVS 5.0 6.3.7. */
export const EMAIL_CHANGE = { confirmSeconds: 24 * HOUR, cancelSeconds: 7 * DAY };

/** An organization's own roles: as many as a person can still tell apart; a key made of a name keeps room for a tail. */
export const ROLES = { max: 100, derivedCharacters: 32 };

/** Seconds. From asking for deletion to erasure: GDPR art. 17 and 12 (3), which allows a month. */
export const ERASURE_SECONDS = 7 * DAY;

/** Seconds. The same for an organization, which its owners may restore until then. */
export const ORGANIZATION_ERASURE_SECONDS = 7 * DAY;

/** Hours. What an organization may bound its sessions by: up to the absolute end of any. */
export const MAX_SESSION_HOURS = SESSION.absoluteSeconds / HOUR;

/** Events in a person's copy, newest first; what is left out is counted: GDPR art. 15. */
export const EXPORTED_EVENTS = 10_000;

/** Seconds. The owner's time to object before an admin's reset of factors works: NIST SP 800-63B-4 section 4.2.3. */
export const FACTOR_RESET_SECONDS = 24 * HOUR;

/**
 * Seconds. An invitation's link, for somebody who is away for a week, and how long one that nobody accepted can still be sent again: OWASP
 * ASVS 5.0 6.4.1 asks that such codes end. Addresses in one paste.
 */
export const INVITATION = { seconds: 7 * DAY, keptSeconds: 30 * DAY, atOnce: 100 };

/** An airliner's speed; below `minKm` the places of addresses are not sure enough to say anything. */
export const JOURNEY = { kmPerHour: 900, minKm: 500 };

/** Cron expressions in UTC: how late an erasure, a reset of factors, or the clearing of what is over may be. */
export const SCHEDULES = {
  erasure: "*/10 * * * *",
  organizationErasure: "*/10 * * * *",
  factorReset: "*/5 * * * *",
  sweep: "17 * * * *",
};

/**
 * Code points: NIST SP 800-63B-4 section 3.1.1.2 (15 without a second factor); 256 bounds the work. Of these so many are judged, because
 * the estimate's cost grows with the square of the length; below this score a password falls to fewer than a million guesses.
 */
export const PASSWORD = { minCharacters: 15, maxCharacters: 256, judgedCharacters: 64, minScore: 2 };

/** argon2id, KiB and passes: OWASP Password Storage Cheat Sheet. More than `maxQueued` waiting hashes are refused. */
export const HASH = { memoryKiB: 19_456, passes: 2, lanes: 1, maxQueued: 64, retryAfterSeconds: 1 };

/**
 * Traffic limits, named in a procedure's meta, are counted by IP. Guess budgets are counted where the guess is answered.
 * Sources: OWASP Authentication Cheat Sheet; NIST SP 800-63B-4 section 3.2.2 (100 failures in a row).
 */
export const LIMITS = {
  signUp: { points: 3, seconds: HOUR },
  verifyEmail: { points: 20, seconds: HOUR },
  resendVerification: { points: 5, seconds: HOUR },
  refreshByIp: { points: 600, seconds: 15 * MINUTE },
  signInByIp: { points: 100, seconds: HOUR },
  /** A sign-in page begins one at each visit, to offer passkeys in its field. */
  passkeyCeremony: { points: 300, seconds: HOUR },
  passwordByAddressAndIp: { points: 10, seconds: 15 * MINUTE },
  resetByAddress: { points: 5, seconds: HOUR },
  resetPassword: { points: 20, seconds: HOUR },
  /** The other links that come by mail. */
  openLink: { points: 20, seconds: HOUR },
  /** Codes of every kind, on the account, across challenges: OWASP ASVS 5.0 6.5.1; RFC 6238 section 5.2. */
  codeByAccount: { points: 5, seconds: 15 * MINUTE },
  passwordByAccount: { points: 100, seconds: DAY },
  /** On a device that the account knows, which the guesses of others do not count against: OWASP, Device Cookies. */
  passwordByDevice: { points: 10, seconds: 15 * MINUTE },
  passwordByDeviceAndDay: { points: 100, seconds: DAY },
  /** Wrong proofs at step-up, by session: the last one of these ends it. */
  stepUpFailures: { points: 5, seconds: 15 * MINUTE },
  /** By account, and by the new address, which gets the mail. */
  emailChange: { points: 5, seconds: HOUR },
  /** By key, each call of a batch: ten a second. An instance takes a tenth of it at a time. */
  apiKeyCalls: { points: 600, seconds: MINUTE, lease: 60 },
  /** A copy of the log reads much, and is asked for seldom. */
  auditExport: { points: 20, seconds: HOUR },
  /** By account, since an office has one address: each reads all of the log. */
  auditVerify: { points: 60, seconds: HOUR },
  /** By account, and by the address that gets the letter: OWASP API6:2023, which a letter to strangers invites. */
  invitationByActor: { points: 200, seconds: DAY },
  invitationByAddress: { points: 5, seconds: HOUR },
  /**
   * By account, making organizations and choosing slugs: each tells whether a slug is taken, and fills what everybody shares (OWASP API4:2023).
   * Whoever moves in with a hundred customers makes an organization for each.
   */
  organizationSlug: { points: 200, seconds: HOUR },
  /** By account: each of them mails every owner. */
  accessRequest: { points: 20, seconds: HOUR },
  /** By account: a copy reads much. */
  export: { points: 5, seconds: HOUR },
} as const;

export type LimitName = keyof typeof LIMITS;
/** The limits that a procedure may name in its meta; all of them count by the caller's IP. */
export type TrafficLimit =
  | "verifyEmail"
  | "resetPassword"
  | "openLink"
  | "signInByIp"
  | "passkeyCeremony"
  | "auditExport";
