// Threat: a name that other teams lean on disappears, an inner one becomes a promise, or server code reaches a browser.
import { expect, test } from "vitest";

const entries: Record<string, [() => Promise<object>, string[]]> = {
  ".": [
    () => import("@gatehouse/auth"),
    [
      "BUILT_IN_ROLES",
      "LOCALES",
      "PASSWORD",
      "authPermissions",
      "can",
      "definePolicy",
      "emailInput",
      "idInput",
      "inOrganization",
      "nameInput",
      "noInput",
      "page",
      "passwordInput",
      "profileInput",
      "signInInput",
      "signUpInput",
      "tokenInput",
    ],
  ],
  "/server": [
    () => import("@gatehouse/auth/server"),
    [
      "AUTH_QUEUES",
      "LIMITS",
      "authEvents",
      "authLetters",
      "authMigrations",
      "authOwasp",
      "authSealed",
      "breachesAt",
      "createAuth",
      "keyset",
      "openPlaces",
      "pageOf",
    ],
  ],
  "/schema": [
    () => import("@gatehouse/auth/schema"),
    [
      "challenges",
      "devices",
      "factorResets",
      "instanceGrants",
      "invitations",
      "links",
      "memberships",
      "organizations",
      "passkeys",
      "pendingSignUps",
      "recoveryCodes",
      "refreshTokens",
      "roles",
      "sessions",
      "signingKeys",
      "totp",
      "users",
    ],
  ],
  "/trpc": [
    () => import("@gatehouse/auth/trpc"),
    [
      "accessOf",
      "accessTableOf",
      "createAuthRouters",
      "createGuards",
      "formatError",
      "inOrganization",
      "noInput",
      "refusalOf",
      "toTrpcError",
      "transact",
    ],
  ],
  "/express": [
    () => import("@gatehouse/auth/express"),
    [
      "createContext",
      "refusalHeaders",
      "refuse",
      "requestId",
      "requestIdOf",
      "requestInfoOf",
      "requireHost",
      "tokenDoors",
      "trpcDoor",
      "trpcGate",
    ],
  ],
  "/testing": [
    () => import("@gatehouse/auth/testing"),
    ["GOOD_PASSWORD", "TOTP_SECRET", "createAuthenticator", "createBrowser", "createWorld", "writePlacesFile"],
  ],
};

test.each(Object.entries(entries))("what %s offers is what is written here", async (_, [load, names]) => {
  expect(Object.keys(await load()).sort()).toEqual(names);
});
