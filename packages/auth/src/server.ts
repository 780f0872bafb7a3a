import type { Migrations } from "@gatehouse/db";
import { createProofOfWork } from "@gatehouse/limits";
import { catalogueOf, checkAccess } from "./access/catalogue.ts";
import { STEP_UP_SECONDS } from "./config.ts";
import type { AuthDeps, AuthSettings } from "./deps.ts";
import { createGate } from "./gate/gate.ts";
import { createAssertions } from "./mfa/assertion.ts";
import { relyingPartyOf } from "./mfa/ceremony.ts";
import { createCodes } from "./mfa/codes.ts";
import { createMfa } from "./mfa/mfa.ts";
import { createPasskeyRegistration } from "./mfa/passkey-registration.ts";
import { countPasskeys, createPasskeys } from "./mfa/passkeys.ts";
import { createTotp } from "./mfa/totp.ts";
import { addMember, listMembers } from "./organizations/members.ts";
import {
  createOrganization,
  getOrganization,
  listOrganizations,
  makeOrganization,
  updateOrganization,
} from "./organizations/organizations.ts";
import { createPasswordChange } from "./passwords/change.ts";
import { createHasher } from "./passwords/hash.ts";
import { createPasswords } from "./passwords/passwords.ts";
import { createReset, RESET_QUEUE } from "./passwords/reset.ts";
import { createCookies } from "./sessions/lucia.ts";
import { createSessions, findSession, findSessionById } from "./sessions/sessions.ts";
import { createAssurance, isMultiFactor } from "./sign-in/assurance.ts";
import { createPasskeySignIn } from "./sign-in/passkey-sign-in.ts";
import { createSignIn } from "./sign-in/sign-in.ts";
import { createStepUp } from "./sign-in/step-up.ts";
import { createSignUp } from "./sign-in/sign-up.ts";
import { createAccounts } from "./users/accounts.ts";
import { currentSession } from "./users/current.ts";

export { LIMITS } from "./config.ts";
import { createAccessTokens } from "./tokens/access-tokens.ts";
import { createKeyRing } from "./tokens/key-ring.ts";
import { createRefresh } from "./tokens/refresh.ts";
import { createSigningKeys } from "./tokens/signing-keys.ts";
export type { AuthDeps, AuthLimits, AuthMail, AuthSettings } from "./deps.ts";
export { authEvents } from "./events.ts";
export { type AuthLetters, authLetters } from "./letters.ts";
export { keyset, type Page, pageOf } from "./page.ts";
export { type BreachSource, breachesAt } from "./passwords/breaches.ts";
export type { ImportScheme } from "./passwords/imported.ts";
export type { SignUpMode } from "./sign-in/sign-up.ts";

/** The queues that this package handles. */
export const AUTH_QUEUES: readonly string[] = [RESET_QUEUE];

/** The SQL that this package ships. */
export const authMigrations: Migrations = { package: "auth", folder: new URL("../migrations/", import.meta.url) };

/**
 * Puts the slices together, top to bottom: the only place where they meet. One per process.
 *
 * @returns the slices, to be put behind procedures by `createAuthRouters`, and what the doors need
 */
export async function createAuth<Permission extends string>(deps: AuthDeps, settings: AuthSettings<Permission>) {
  const { db, signals, jobs, limits, mail, sealer } = deps;
  const { policy, clock, origin, signUp: mode, secureCookies, stepUpSeconds = STEP_UP_SECONDS, breaches = null } = settings;
  const keys = createSigningKeys(sealer);
  const ring = createKeyRing({ db, signals, clock, keys });
  const tokens = createAccessTokens({ ring, origin, clock, isMultiFactor });
  const finders = { byToken: findSession, byId: findSessionById };
  const gate = createGate({ db, signals, policy, clock, sessions: finders, tokens });
  const sessions = createSessions(gate, stepUpSeconds);
  const passwords = createPasswords({ db, limits, hasher: await createHasher(), sealer, breaches });
  const accounts = createAccounts(makeOrganization);
  const proofs = createProofOfWork(db, sealer, clock);
  const signUp = createSignUp({ db, passwords, mail, mode, accounts, limits, proofs });
  const totp = createTotp(sealer);
  const codes = createCodes(limits, totp);
  const mfa = createMfa({ db, limits, totp, sessions, mail, countPasskeys });
  const assurance = createAssurance(sessions);
  const signIn = createSignIn({ db, passwords, codes, sessions, assurance });
  const stepUp = createStepUp(db, passwords, codes, sessions);
  const relyingParty = relyingPartyOf(origin);
  const assertions = createAssertions(limits, relyingParty);
  return {
    db,
    limits,
    policy,
    gate,
    sessions,
    passwords,
    signUp,
    signIn,
    stepUp,
    totp,
    mfa,
    passkeys: createPasskeys(sessions, mfa),
    passkeyRegistration: createPasskeyRegistration({ db, relyingParty, sessions, mfa }),
    passkeySignIn: createPasskeySignIn({ db, assertions, sessions, assurance, stepUp }),
    reset: createReset({ db, jobs, sealer, passwords, sessions, mail, limits }),
    passwordChange: createPasswordChange(db, passwords, sessions, mail),
    clock,
    stepUpSeconds,
    cookies: createCookies(secureCookies),
    accounts,
    account: { current: currentSession },
    organizations: {
      make: makeOrganization,
      create: createOrganization,
      list: listOrganizations,
      get: getOrganization,
      update: updateOrganization,
    },
    accessTokens: tokens,
    refresh: createRefresh({ db, sealer, mail, accessTokens: tokens, endSession: sessions.endOne }),
    signingKeys: { published: ring.publicKeys, rotate: keys.rotate, replace: keys.replace },
    members: { list: listMembers, add: addMember },
    access: { catalogue: () => catalogueOf(policy), check: checkAccess },
  };
}

/** All of the package, put together. */
export type Auth<Permission extends string = string> = Awaited<ReturnType<typeof createAuth<Permission>>>;
