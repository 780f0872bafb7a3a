import { defineErrors } from "@gatehouse/kernel";

export const refusal = defineErrors({
  "limits.exceeded": {
    status: "TOO_MANY_REQUESTS",
    says: "Too many tries. Wait, then try again.",
    audit: "limits.exceeded",
  },
  "limits.unavailable": {
    status: "SERVICE_UNAVAILABLE",
    says: "This cannot be checked right now. Try again in a moment.",
  },
});
