import { auditEvents, auditOwasp, defineEvents, type OwaspNames } from "@gatehouse/audit";
import { authEvents, authOwasp } from "@gatehouse/auth/server";

const own = defineEvents({
  "document.created": "A document was written",
  "document.read": "A document was read",
  "document.updated": "A document was changed",
  "document.deleted": "A document was deleted",
});

export const { record } = own;

/** Every event of the house, each with the sentence that explains it. */
export const events = { ...auditEvents, ...authEvents, ...own.catalogue };

/** The name of an event of the house. */
export type EventName = keyof typeof events;

/** What OWASP's logging vocabulary calls them, where it has a word. */
export const owasp: OwaspNames<typeof events> = {
  ...auditOwasp,
  ...authOwasp,
  "document.created": "sensitive_create",
  "document.read": "sensitive_read",
  "document.updated": "sensitive_update",
  "document.deleted": "sensitive_delete",
};
