/** What a person holds in one organization: a role's key and its permissions, resolved. */
export interface Membership {
  readonly organizationId: string;
  readonly role: string;
  readonly permissions: ReadonlySet<string>;
}

/** Who is asking: made by the gate alone, from a cookie or a bearer, once per request. */
export interface Actor {
  readonly userId: string;
  /** A public name of the session, never its token. */
  readonly sessionId: string;
  /** Where the events stand of what this person does outside any organization. */
  readonly personalOrganizationId: string;
  readonly memberships: ReadonlyMap<string, Membership>;
}
