/** What stands between one member and an organization beside the role, as far as it concerns that member. */
export interface Demands {
  /** Milliseconds since the epoch: when the organization will be gone; null while nobody asked for that. */
  readonly deletesAt: number | null;
  /** Milliseconds since the sign-in in which a session is taken; null for any session. */
  readonly sessionMs: number | null;
  /** The person's address is of none of the domains that the organization allows. */
  readonly isForeignEmail: boolean;
  /** The networks in CIDR notation that requests may come from; null for any. */
  readonly addressRanges: readonly string[] | null;
  /** Break-glass: this owner passes all the same, and the log says so. */
  readonly isExempt: boolean;
}

/** What a person holds in one organization: a role's key and its permissions, resolved. */
export interface Membership {
  readonly organizationId: string;
  readonly role: string;
  readonly permissions: ReadonlySet<string>;
  /** The role, or the organization, demands a second factor here, and the person has none yet. */
  readonly needsFactor: boolean;
  /** Null where nothing more is demanded. */
  readonly demands: Demands | null;
}

/** A way to prove oneself beside the password. */
export type SecondFactor = "totp" | "passkey";

/** Somebody who runs the installation and acts as another person for a while. */
export interface Impersonator {
  readonly userId: string;
  /** Their own session, which waits meanwhile. */
  readonly sessionId: string;
  /** Milliseconds since the epoch: when it is over, whatever happens. */
  readonly until: number;
}

/** Who is asking: made by the gate alone, from a cookie or a bearer, once per request. */
export interface Actor {
  readonly userId: string;
  /** A public name of the session, never its token. An API key has none, and its own id stands here. */
  readonly sessionId: string;
  /** Whose session it is: a browser's, which cookies carry, or another client's, made by `token.issue`; or no session but an API key. */
  readonly client: "browser" | "token" | "key";
  /** The API key that asks in this person's stead: part of what the log says of whatever it does. */
  readonly keyId?: string;
  /** Where the events stand of what this person does outside any organization. */
  readonly personalOrganizationId: string;
  readonly memberships: ReadonlyMap<string, Membership>;
  /** What the person may do to the installation itself: nothing, for nearly everybody. */
  readonly instance: ReadonlySet<string>;
  /** Who is really asking; null where it is the person. */
  readonly impersonator: Impersonator | null;
  /** The second factors of the account. */
  readonly factors: readonly SecondFactor[];
  /** How this session was proven: RFC 8176 names, for example `["pwd", "otp"]`. */
  readonly amr: readonly string[];
  /** Milliseconds since the epoch: when the session began. A step-up does not move it. */
  readonly signedInAt: number;
  /** Milliseconds since the epoch: when it was proven. */
  readonly authenticatedAt: number;
  /** Milliseconds since the epoch: until when sensitive things are open to it; 0 when they are not. */
  readonly freshUntil: number;
}
