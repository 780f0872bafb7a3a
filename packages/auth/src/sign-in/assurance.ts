import type { Work } from "@gatehouse/db";
import { beginChallenge } from "../challenges/challenge.ts";
import { record } from "../events.ts";
import { factorsOf, methodsOf } from "../mfa/factors.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Arrival } from "./arrival.ts";

/** A first factor that was right, and how: RFC 8176 names. */
export interface FirstFactor {
  readonly userId: string;
  readonly personalOrganizationId: string;
  readonly amr: readonly string[];
  /** Where a password was part of it, which one: as `passwords.verify` answers. */
  readonly passwordChangedAt?: number | null;
}

/** What a first factor leads to: a session, or a second half. Exactly one of the tokens goes into a cookie. */
export type Assurance =
  | { readonly status: "signedIn"; readonly session: string }
  | { readonly status: "mfaRequired"; readonly challenge: string; readonly methods: readonly string[] };

/** A passkey that verified its user is two factors in one: NIST SP 800-63B-4 section 3.1.7. */
export const isMultiFactor = (amr: readonly string[]): boolean => amr.includes("mfa") || amr.length > 1;

/** Where every first factor ends, single sign-on included: the one computation of how sure we are. */
export function createAssurance(sessions: Sessions, arrival: Arrival) {
  return {
    /**
     * Starts a session when the factors given are all that the account has, else a challenge for the rest. A sign-in with every
     * factor counts as fresh.
     *
     * @throws AppError `auth.credentials_wrong` when the account is disabled or gone, or its password is another one by now
     */
    async conclude(work: Work, first: FirstFactor): Promise<Assurance> {
      const account = await arrival.hold(work, first);
      const { userId, personalOrganizationId, amr, passwordChangedAt } = first;
      const place = { actorId: userId, organizationId: personalOrganizationId };
      const factors = await factorsOf(work, userId);
      if (factors.length > 0 && !isMultiFactor(amr)) {
        const detail = { amr, personalOrganizationId, passwordChangedAt };
        const challenge = await beginChallenge(work, "sign-in", { userId, detail });
        await record(work, "session.challenged", place);
        return { status: "mfaRequired", challenge, methods: methodsOf(factors) };
      }
      await arrival.receive(work, account);
      const session = await sessions.start(work, { userId, amr });
      await record(work, "session.started", { ...place, detail: { amr } });
      return { status: "signedIn", session };
    },
  };
}

export type AssuranceDesk = ReturnType<typeof createAssurance>;
