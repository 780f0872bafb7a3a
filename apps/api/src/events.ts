import { defineEvents } from "@gatehouse/audit";
import { authEvents } from "@gatehouse/auth/server";

const own = defineEvents({
  "document.created": "A document was written",
  "document.updated": "A document was changed",
  "document.deleted": "A document was deleted",
});

export const { record } = own;

/** Every event of the house, each with the sentence that explains it. */
export const events = { ...authEvents, ...own.catalogue };
