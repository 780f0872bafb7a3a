import type { Work } from "@gatehouse/db";
import { newToken } from "@gatehouse/kernel/secrets";
import { decodeClientDataJSON } from "@simplewebauthn/server/helpers";
import { beginChallenge, type ChallengePurpose, spendChallenge } from "../challenges/challenge.ts";

/** Where passkeys belong: this installation, as WebAuthn calls it. */
export interface RelyingParty {
  /** A host name: a passkey made for it works nowhere else. */
  readonly id: string;
  readonly name: string;
  readonly origin: string;
}

export const relyingPartyOf = (origin: string): RelyingParty => ({
  id: new URL(origin).hostname,
  name: "Gatehouse",
  origin: new URL(origin).origin,
});

export type CeremonyPurpose = Extract<ChallengePurpose, `passkey-${string}`>;

/** Whose passkeys a ceremony is about. */
export interface CeremonyAccount {
  readonly userId: string;
  readonly personalOrganizationId: string;
}

/** A ceremony to be begun. */
export interface NewCeremony {
  /** The token that the browser carries already: ceremonies in several tabs share it. */
  readonly browser: string | null;
  /** The challenge in the options, base64url. */
  readonly challenge: string;
  /** Null when nobody is known yet. */
  readonly account: CeremonyAccount | null;
}

/** A ceremony that was spent. */
export interface Ceremony {
  readonly challenge: string;
  readonly account: CeremonyAccount | null;
}

const BROWSER_TOKEN = /^ceremony_[\w-]{43}$/;

/** The challenge counts in the browser that asked for it, and nowhere else. */
const placeOf = (browser: string, challenge: string): string => `${browser}.${challenge}`;

/** Begins. @returns the token that the browser carries to the end */
export async function openCeremony(
  work: Work,
  purpose: CeremonyPurpose,
  { browser, challenge, account }: NewCeremony,
): Promise<string> {
  const carried = browser !== null && BROWSER_TOKEN.test(browser) ? browser : newToken("ceremony");
  const { userId, ...detail } = account ?? { userId: null };
  await beginChallenge(work, purpose, { userId, detail }, placeOf(carried, challenge));
  return carried;
}

function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = decodeClientDataJSON(clientDataJSON);
    return typeof challenge === "string" ? challenge : null;
  } catch {
    return null;
  }
}

/**
 * Spends the ceremony whose challenge the authenticator signed, in the browser that began it: of many at once, one succeeds.
 *
 * @returns null when there is none, it is too old, of another browser or of another purpose; the latter stay unspent
 */
export async function spendCeremony(
  work: Work,
  purpose: CeremonyPurpose,
  browser: string | null,
  clientDataJSON: string,
): Promise<Ceremony | null> {
  const challenge = challengeIn(clientDataJSON);
  if (browser === null || challenge === null) return null;
  const spent = await spendChallenge(work, purpose, placeOf(browser, challenge));
  if (spent === null) return null;
  const { userId, detail } = spent;
  return {
    challenge,
    account: userId === null ? null : { userId, personalOrganizationId: String(detail.personalOrganizationId) },
  };
}
