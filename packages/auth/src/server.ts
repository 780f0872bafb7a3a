import type { Migrations, TenantWork, UserWork } from "@gatehouse/db";
import type { Clock } from "@gatehouse/kernel";
import { createProofOfWork } from "@gatehouse/limits";
import { catalogueOf, checkAccess } from "./access/catalogue.ts";
import type { Policy } from "./access/define-policy.ts";
import { createExplain } from "./access/explain.ts";
import { roleNameOf } from "./access/held-role.ts";
import { type AccessTable, matrixOf } from "./access/matrix.ts";
import { createRoles } from "./access/roles.ts";
import { tasksOf } from "./access/tasks.ts";
import { createTurns } from "./access/turn.ts";
import { createAccessRequests } from "./access-requests/access-requests.ts";
import { createAnswers } from "./access-requests/answers.ts";
import { STEP_UP_SECONDS } from "./config.ts";
import type { AuthDeps, AuthSettings } from "./deps.ts";
import { createDownloads } from "./downloads/downloads.ts";
import { type AccessOf, readAccess } from "./gate/access.ts";
import { writeEpoch } from "./gate/epochs.ts";
import { createGate, type Gate } from "./gate/gate.ts";
import { holdGrants, requireGrantor } from "./instance/grants.ts";
import { createInstance } from "./instance/instance.ts";
import { createApiKeys } from "./keys/api-keys.ts";
import { createKeyDesk } from "./keys/desk.ts";
import { endKeysOf } from "./keys/end.ts";
import { keyFinders } from "./keys/find.ts";
import { createKeyOutcomes, sweepKeys } from "./keys/outcomes.ts";
import { createLive } from "./live/live.ts";
import { createAssertions } from "./mfa/assertion.ts";
import { relyingPartyOf } from "./mfa/ceremony.ts";
import { createCodes } from "./mfa/codes.ts";
import { createFactorRemoval, FACTOR_RESET_QUEUE } from "./mfa/factor-removal.ts";
import { createFactorResets } from "./mfa/factor-resets.ts";
import { createMfa } from "./mfa/mfa.ts";
import { createPasskeyRegistration } from "./mfa/passkey-registration.ts";
import { countPasskeys, createPasskeys } from "./mfa/passkeys.ts";
import { createTotp } from "./mfa/totp.ts";
import { createOrganizationDeletion } from "./organizations/deletion.ts";
import { createOrganizationErasure, ORGANIZATION_ERASURE_QUEUE } from "./organizations/erasure.ts";
import { listOrganizationEvents } from "./organizations/events.ts";
import { createFactorResetRules } from "./organizations/factor-reset-rules.ts";
import { isInvited, previewInvitation, sweepInvitations } from "./organizations/invitation-links.ts";
import { createInvitationRules } from "./organizations/invitation-rules.ts";
import { listInvitations, revokeInvitation } from "./organizations/invitations.ts";
import { createInviting } from "./organizations/inviting.ts";
import { createJoining } from "./organizations/joining.ts";
import { leaveOrganization } from "./organizations/leaving.ts";
import { createMemberChanges } from "./organizations/member-changes.ts";
import { limitMembers } from "./organizations/member-limit.ts";
import { createMemberList } from "./organizations/member-list.ts";
import { addMember, roleOf } from "./organizations/members.ts";
import {
  createOrganization,
  getOrganization,
  listOrganizations,
  makeOrganization,
  updateOrganization,
} from "./organizations/organizations.ts";
import { departureOf, eraseOrganization } from "./organizations/ownership.ts";
import { createRequirementPreview } from "./organizations/requirement-preview.ts";
import { createRequirements, isAllowedAddress } from "./organizations/requirements.ts";
import { createResending } from "./organizations/resending.ts";
import { createTransfer } from "./organizations/transfer.ts";
import { createPasswordChange } from "./passwords/change.ts";
import { createForcedReset } from "./passwords/forced-reset.ts";
import { createHasher } from "./passwords/hash.ts";
import { createPasswords } from "./passwords/passwords.ts";
import { createReset, RESET_QUEUE } from "./passwords/reset.ts";
import { createCookies } from "./sessions/lucia.ts";
import { NOWHERE, type Places } from "./sessions/places.ts";
import { createFinders, createSessions, type Sessions } from "./sessions/sessions.ts";
import { createSuspicion } from "./sessions/suspicion.ts";
import { createUpkeep, UPKEEP_QUEUE } from "./sessions/upkeep.ts";
import { createWatch } from "./sessions/watch.ts";
import { createArrival } from "./sign-in/arrival.ts";
import { createAssurance, isMultiFactor } from "./sign-in/assurance.ts";
import { forgetDevices, isKnownDevice, sweepDevices } from "./sign-in/devices.ts";
import { createNotMe } from "./sign-in/not-me.ts";
import { createPasskeySignIn } from "./sign-in/passkey-sign-in.ts";
import { createSignIn } from "./sign-in/sign-in.ts";
import { createSignUp, welcomeIn } from "./sign-in/sign-up.ts";
import { createStepUp, requireFreshWithin } from "./sign-in/step-up.ts";
import { createStrikes } from "./sign-in/strikes.ts";
import { createAccessTokens } from "./tokens/access-tokens.ts";
import { createKeyRing } from "./tokens/key-ring.ts";
import { createRefresh } from "./tokens/refresh.ts";
import { createSigningKeys } from "./tokens/signing-keys.ts";
import { createAccounts } from "./users/accounts.ts";
import { createCurrent } from "./users/current.ts";
import { createDeletion } from "./users/deletion.ts";
import { createDisabling } from "./users/disabling.ts";
import { createEmailCancel } from "./users/email-cancel.ts";
import { createEmailChange } from "./users/email-change.ts";
import { createErasure, ERASURE_QUEUE } from "./users/erasure.ts";
import { exportAccount } from "./users/export.ts";
import { updateProfile } from "./users/profile.ts";

export { LIMITS } from "./config.ts";
export type { AuthDeps, AuthLimits, AuthMail, AuthSettings } from "./deps.ts";
export { authEvents } from "./events.ts";
export { type AuthLetters, authLetters } from "./letters.ts";
export { authOwasp } from "./owasp.ts";
export { keyset, type Page, pageOf } from "./page.ts";
export { type BreachSource, breachesAt } from "./passwords/breaches.ts";
export type { ImportScheme } from "./passwords/imported.ts";
export { authSealed } from "./sealed.ts";
export { openPlaces, type Place, type Places } from "./sessions/places.ts";
export type { SignUpMode } from "./sign-in/sign-up.ts";

/** The queues that this package handles. */
export const AUTH_QUEUES: readonly string[] = [
  RESET_QUEUE,
  ERASURE_QUEUE,
  FACTOR_RESET_QUEUE,
  ORGANIZATION_ERASURE_QUEUE,
  UPKEEP_QUEUE,
];

/** The SQL that this package ships. */
export const authMigrations: Migrations = { package: "auth", folder: new URL("../migrations/", import.meta.url) };

/**
 * Puts the slices together, top to bottom: the only place where they meet. One per process.
 *
 * @returns the slices, to be put behind procedures by `createAuthRouters`, and what the doors need
 */
export async function createAuth<Permission extends string>(deps: AuthDeps, settings: AuthSettings<Permission>) {
  const { db, signals, jobs, limits, mail, sealer } = deps;
  const { policy, clock, origin, signUp: mode, secureCookies } = settings;
  const { stepUpSeconds = STEP_UP_SECONDS, breaches = null, places = NOWHERE } = settings;
  const keys = createSigningKeys(sealer);
  const ring = createKeyRing({ db, signals, clock, keys });
  const tokens = createAccessTokens({ ring, origin, clock, isMultiFactor });
  const suspicion = createSuspicion(mail);
  const watch = createWatch({ places, suspicion, end: writeEpoch });
  const outcomes = createKeyOutcomes(db, clock);
  const gate = createGate({ db, signals, policy, clock, tokens, outcomes, keyFinders, sessions: createFinders(watch) });
  const sessions = createSessions(gate, stepUpSeconds, places);
  const hasher = await createHasher();
  const passwords = createPasswords({ db, limits, hasher, sealer, isKnownDevice, breaches });
  const accounts = createAccounts(makeOrganization);
  const proofs = createProofOfWork(db, sealer, clock);
  const signUp = createSignUp({ db, passwords, mail, isWelcome: welcomeIn(mode, isInvited), accounts, limits, proofs });
  const { codes, assertions, ...factors } = createFactors(deps, sessions, origin);
  const strikes = createStrikes({ db, limits, sessions, suspicion });
  const stepUp = createStepUp({ db, passwords, codes, sessions, strikes });
  const assurance = createAssurance(sessions, createArrival(watch, mail));
  const judging: Judging = { policy, stepUpSeconds, accessOf: (work, userId) => readAccess(work, policy, userId) };
  const care = createCare(deps, judging, { gate, sessions, places, clock });
  const teams = createTeams(deps, policy);
  return {
    db,
    limits,
    policy,
    gate,
    sessions,
    passwords,
    signUp,
    signIn: createSignIn({ db, passwords, codes, sessions, assurance }),
    stepUp,
    ...factors,
    passkeySignIn: createPasskeySignIn({ db, assertions, sessions, assurance, stepUp }),
    reset: createReset({ db, jobs, sealer, passwords, sessions, mail }),
    passwordChange: createPasswordChange(db, passwords, sessions, mail),
    clock,
    stepUpSeconds,
    cookies: createCookies(secureCookies),
    accessTokens: tokens,
    refresh: createRefresh({ db, sealer, mail, accessTokens: tokens, endSession: sessions.endOne }),
    signingKeys: { published: ring.publicKeys, rotate: keys.rotate, replace: keys.replace },
    accounts,
    ...care,
    instance: createInstance({ db, gate, mail, sessions, mfa: factors.mfa, disabling: care.account }),
    ...teams,
    invitations: createInvitations(deps, judging),
    apiKeys: createApiKeys(gate, policy),
    keys: createKeyDesk({ gate, limits, outcomes }),
    ...createAccess(deps, judging, teams.members),
  };
}

/** What rights are judged by. */
interface Judging {
  readonly policy: Policy;
  readonly accessOf: AccessOf;
  readonly stepUpSeconds: number;
}

type MemberChanges = ReturnType<typeof createMemberChanges>;

/** Who may do what and why, and how somebody comes by more. */
function createAccess({ mail }: AuthDeps, { policy, accessOf, stepUpSeconds }: Judging, { changeRole }: MemberChanges) {
  return {
    inTurn: createTurns(),
    roles: createRoles(policy),
    accessRequests: { ...createAccessRequests(policy, mail), ...createAnswers({ policy, mail, changeRole }) },
    access: {
      catalogue: () => catalogueOf(policy),
      check: checkAccess,
      matrix: (work: TenantWork, table: AccessTable) => matrixOf(policy, work, table),
      explain: createExplain({ policy, accessOf, stepUpSeconds }),
    },
  };
}

/** Organizations, who belongs to them, and what they demand. */
function createTeams({ db, jobs, mail }: AuthDeps, policy: Policy) {
  return {
    organizations: {
      make: makeOrganization,
      create: createOrganization,
      list: listOrganizations,
      get: getOrganization,
      events: listOrganizationEvents,
      update: updateOrganization,
      limitMembers,
      leave: leaveOrganization,
      ...createTransfer(mail),
      deletion: createOrganizationDeletion(mail),
      erasure: createOrganizationErasure({ db, jobs, mail }),
    },
    members: { ...createMemberList(policy), add: addMember, ...createMemberChanges(policy, mail) },
    requirements: { ...createRequirements(policy), preview: createRequirementPreview(policy) },
  };
}

/** What a person has beside the password, and how each is checked. */
function createFactors({ db, limits, sealer, mail }: AuthDeps, sessions: Sessions, origin: string) {
  const relyingParty = relyingPartyOf(origin);
  const totp = createTotp(sealer);
  const mfa = createMfa({ db, limits, totp, sessions, mail, countPasskeys });
  return {
    totp,
    mfa,
    codes: createCodes(limits, totp),
    assertions: createAssertions(limits, relyingParty),
    passkeys: createPasskeys(sessions, mfa),
    passkeyRegistration: createPasskeyRegistration({ db, relyingParty, sessions, mfa }),
  };
}

/** What a person does to their own account, what is done to it from outside, and what a schedule does. */
function createCare(
  { db, signals, jobs, limits, mail, audit }: AuthDeps,
  { policy, accessOf }: Judging,
  { gate, sessions, places, clock }: { gate: Gate; sessions: Sessions; places: Places; clock: Clock },
) {
  const forcedReset = createForcedReset({ sessions, gate, mail, forgetDevices });
  const organizations = { departureOf, erase: eraseOrganization };
  const grantors = { hold: holdGrants, requireOne: requireGrantor };
  const resetRules = createFactorResetRules({ policy, roleOf, accessOf });
  return {
    account: {
      current: createCurrent({ tasksOf, roleNameOf }),
      updateProfile,
      emailChange: { ...createEmailChange({ db, limits, mail }), ...createEmailCancel(forcedReset, mail) },
      export: (work: UserWork) => exportAccount(work, places),
      deletion: createDeletion({ gate, sessions, mail, organizations, grantors }),
      erasure: createErasure({ db, jobs, gate, mail, organizations, endKeysOf }),
      ...createDisabling(gate, sessions, mail),
    },
    notMe: createNotMe(forcedReset),
    factorResets: createFactorResets(mail, resetRules),
    factorRemoval: createFactorRemoval({ db, jobs, gate, sessions, mail, stands: resetRules.stands }),
    upkeep: createUpkeep(db, jobs, [sessions.sweep, sweepDevices, sweepKeys, sweepInvitations]),
    audit,
    downloads: createDownloads({ db, gate, audit, clock }),
    live: createLive({ db, signals, gate, feed: audit.feed, clock }),
  };
}

/** Who is asked to join, and what becomes of it. */
function createInvitations({ limits, mail }: AuthDeps, { policy, accessOf, stepUpSeconds }: Judging) {
  const requireFresh = requireFreshWithin(stepUpSeconds);
  return {
    list: listInvitations,
    revoke: revokeInvitation,
    preview: previewInvitation,
    ...createInviting({ rules: createInvitationRules({ policy, requireFresh, isAllowedAddress }), limits, mail }),
    ...createResending({ policy, accessOf, isAllowedAddress, limits, mail }),
    ...createJoining({ policy, accessOf, isAllowedAddress }),
  };
}

/** All of the package, put together. */
export type Auth<Permission extends string = string> = Awaited<ReturnType<typeof createAuth<Permission>>>;
