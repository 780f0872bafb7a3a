import { createHash } from "node:crypto";
import { canonical } from "./canonical.ts";
import type { Outcome } from "./schema.ts";

/** The chain of what happened in no organization. No organization has this id. */
export const INSTALLATION = "installation";

/** What of an event stands in the chain. */
export interface Facts {
  readonly id: string;
  readonly seq: number;
  readonly action: string;
  readonly outcome: Outcome;
  readonly actorId: string | null;
  readonly organizationId: string | null;
  readonly target: string | null;
  readonly requestId: string;
  /** ISO 8601, UTC, microseconds. */
  readonly at: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What stands beside the chain, and can be erased. */
export interface PersonalFacts {
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly personal: Readonly<Record<string, unknown>> | null;
}

/** What a seal is made of. */
export interface Link {
  readonly chain: string;
  readonly position: number;
  /** The seal before; null for the first. */
  readonly previous: string | null;
  readonly content: string;
  readonly personalDigest: string | null;
}

const sha256 = (value: unknown): string => createHash("sha256").update(canonical(value)).digest("base64url");

/** The digest of what cannot be erased of an event. */
export const contentOf = ({
  id,
  seq,
  action,
  outcome,
  actorId,
  organizationId,
  target,
  requestId,
  at,
  detail,
}: Facts): string => sha256({ id, seq, action, outcome, actorId, organizationId, target, requestId, at, detail });

/** Whether nothing personal is held of an event. */
export const isImpersonal = ({ ip, userAgent, personal }: PersonalFacts): boolean =>
  ip === null && userAgent === null && personal === null;

/** The digest of what can be erased. The salt is erased with it: addresses are few enough to be tried out. */
export const personalDigestOf = ({ ip, userAgent, personal }: PersonalFacts, salt: string): string =>
  sha256({ salt, ip, userAgent, personal });

/** The seal of an event: SHA-256 of the seal before and the two digests, base64url. */
export const sealOf = ({ chain, position, previous, content, personalDigest }: Link): string =>
  sha256({ v: 1, chain, position, previous, content, personalDigest });
