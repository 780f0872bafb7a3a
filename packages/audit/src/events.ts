import type { OwaspNames } from "./owasp.ts";
import { defineEvents } from "./record.ts";

/** What the log writes about itself. */
export const { catalogue: auditEvents, record } = defineEvents({
  "audit.export_requested": "A link was made by which a copy of the log can be had",
  "audit.exported": "A copy of the log was taken",
  "audit.pruned": "Events that were old enough were deleted",
  "audit.person_erased": "What named an erased person was emptied in the events of that person",
  "audit.tenants_crossed": "Somebody who runs the installation looked across organizations",
});

/** What OWASP's logging vocabulary calls them. */
export const auditOwasp: OwaspNames<typeof auditEvents> = {
  "audit.export_requested": "sensitive_read",
  "audit.exported": "sensitive_read",
  "audit.pruned": "sensitive_delete",
  "audit.person_erased": "sensitive_delete",
  "audit.tenants_crossed": "authz_admin",
};
