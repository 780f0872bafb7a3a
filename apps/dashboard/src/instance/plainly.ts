import type { Refusal } from "@gatehouse/auth/react";

/** A refusal in the server's own words: what it misses is of the installation, which no owner or admin of an organization gives. */
export const plainly = (refusal: Refusal | null): Refusal | null => refusal && { ...refusal, missing: [] };
