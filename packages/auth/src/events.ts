import { defineEvents } from "@gatehouse/audit";

/** What this package writes into the log, each with the sentence that explains it. */
export const { catalogue: authEvents, record } = defineEvents({
  "account.sign_up_requested": "Somebody asked for an account with this address",
  "account.created": "The address was confirmed and the account made",
  "account.link_refused": "A link was opened that is not valid, or no longer",
  "account.verification_resent": "A new link to confirm the address was asked for",
  "session.started": "Signed in",
  "session.sign_in_failed": "A sign-in was refused",
  "session.ended": "Signed out",
  "session.revoked": "A session was ended from another one",
  "organization.created": "The organization was made",
  "organization.updated": "The organization was changed",
  "access.refused": "A request was refused for lack of a permission",
  "limits.exceeded": "Too many tries",
});
