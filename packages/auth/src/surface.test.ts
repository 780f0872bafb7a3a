// Threat: a name that other teams lean on disappears, an inner one becomes a promise, or server code reaches a browser.
import { expect, test } from "vitest";

const entries: Record<string, [() => Promise<object>, string[]]> = {
  ".": [
    () => import("@gatehouse/auth"),
    [
      "BUILT_IN_ROLES",
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
      "signInInput",
      "signUpInput",
      "tokenInput",
    ],
  ],
  "/server": [
    () => import("@gatehouse/auth/server"),
    ["LIMITS", "authEvents", "authLetters", "authMigrations", "createAuth", "keyset", "pageOf"],
  ],
  "/schema": [
    () => import("@gatehouse/auth/schema"),
    ["memberships", "organizations", "pendingSignUps", "sessions", "users"],
  ],
  "/trpc": [
    () => import("@gatehouse/auth/trpc"),
    [
      "accessOf",
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
    ["createContext", "refuse", "requestId", "requestIdOf", "requireHost", "trpcDoor", "trpcGate"],
  ],
  "/testing": [() => import("@gatehouse/auth/testing"), ["GOOD_PASSWORD", "createWorld"]],
};

test.each(Object.entries(entries))("what %s offers is what is written here", async (_, [load, names]) => {
  expect(Object.keys(await load()).sort()).toEqual(names);
});
