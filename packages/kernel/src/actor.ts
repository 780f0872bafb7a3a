/** What a person holds in one organization: a role's key and its permissions, resolved. */
export interface Membership {
  readonly organizationId: string;
  readonly role: string;
  readonly permissions: ReadonlySet<string>;
  /** The role demands a second factor here, and the person has none yet. */
  readonly needsFactor: boolean;
}

/** A way to prove oneself beside the password. */
export type SecondFactor = "totp" | "passkey";

/** Who is asking: made by the gate alone, from a cookie or a bearer, once per request. */
export interface Actor {
  readonly userId: string;
  /** A public name of the session, never its token. */
  readonly sessionId: string;
  /** Whose session it is: a browser's, which cookies carry, or another client's, made by `token.issue`. */
  readonly client: "browser" | "token";
  /** Where the events stand of what this person does outside any organization. */
  readonly personalOrganizationId: string;
  readonly memberships: ReadonlyMap<string, Membership>;
  /** The second factors of the account. */
  readonly factors: readonly SecondFactor[];
  /** How this session was proven: RFC 8176 names, for example `["pwd", "otp"]`. */
  readonly amr: readonly string[];
  /** Milliseconds since the epoch: when it was proven. */
  readonly authenticatedAt: number;
  /** Milliseconds since the epoch: until when sensitive things are open to it; 0 when they are not. */
  readonly freshUntil: number;
}
