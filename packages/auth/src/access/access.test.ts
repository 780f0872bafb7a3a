// Threat: a higher role may less than a lower one, an unknown role may anything, or the browser shows what the server does not allow.
import { describe, expect, test } from "vitest";
import { authPermissions } from "../permissions.ts";
import { can } from "./can.ts";
import { catalogueOf, checkAccess } from "./catalogue.ts";
import { BUILT_IN_ROLES, definePolicy, type PermissionOf } from "./define-policy.ts";

const policy = definePolicy({
  ...authPermissions,
  "cup:see": { from: "viewer", says: "See cups" },
  "cup:fill": { from: "member", says: "Fill cups" },
  "cup:break": { from: "admin", says: "Break cups" },
  "house:sell": { from: "owner", says: "Sell the house" },
});

describe("a policy", () => {
  test("gives each role what the ones before it hold, and something more", () => {
    const held = BUILT_IN_ROLES.map((role) => policy.permissionsOf(role));
    for (const [rank, permissions] of held.entries()) {
      const lower = held[rank - 1] ?? policy.permissionsOf("nobody");
      for (const permission of lower) expect(permissions.has(permission)).toBe(true);
      expect(permissions.size).toBeGreaterThan(lower.size);
    }
    expect(held.at(-1)?.size).toBe(Object.keys(policy.table).length);
  });

  test("begins each permission at the role that it names", () => {
    for (const [permission, { from }] of Object.entries(policy.table)) {
      for (const [rank, role] of BUILT_IN_ROLES.entries()) {
        expect(policy.permissionsOf(role).has(permission as PermissionOf<typeof policy>)).toBe(
          rank >= BUILT_IN_ROLES.indexOf(from),
        );
      }
    }
  });

  test.each(["", "OWNER", "root", "__proto__", "constructor", "owner "])(
    "gives the role %j, which is none, nothing",
    (role) => {
      expect(policy.permissionsOf(role).size).toBe(0);
    },
  );

  test("resolves names and groups, and gives nothing for what it does not hold", () => {
    expect([...policy.resolve(["cup:*", "house:sell", "house:burn", "*", "*:*", "cup", "cup:", ""])]).toEqual([
      "cup:see",
      "cup:fill",
      "cup:break",
      "house:sell",
    ]);
    expect(policy.resolve(["*", "*:see", "__proto__", "constructor"]).size).toBe(0);
  });

  test("types its permissions, and takes no role that is none", () => {
    const permission: PermissionOf<typeof policy> = "cup:fill";
    // @ts-expect-error there is no such permission
    const misspelt: PermissionOf<typeof policy> = "cup:fil";
    // @ts-expect-error there is no such role
    definePolicy({ "cup:see": { from: "king", says: "See cups" } });
    expect([permission, misspelt]).toHaveLength(2);
  });
});

test("the catalogue groups by noun, and explains each permission", () => {
  const catalogue = catalogueOf(policy);
  expect(catalogue.map(({ noun }) => noun)).toEqual(expect.arrayContaining(["organization", "member", "cup", "house"]));
  expect(catalogue.find(({ noun }) => noun === "cup")?.permissions).toEqual([
    { permission: "cup:see", says: "See cups", from: "viewer" },
    { permission: "cup:fill", says: "Fill cups", from: "member" },
    { permission: "cup:break", says: "Break cups", from: "admin" },
  ]);
  expect(catalogue.flatMap(({ permissions }) => permissions)).toHaveLength(Object.keys(policy.table).length);
});

describe("a check", () => {
  const memberships = new Map([
    [
      "org_a",
      {
        organizationId: "org_a",
        role: "member",
        permissions: policy.permissionsOf("member"),
        needsFactor: false,
        demands: null,
      },
    ],
  ]);
  const actor = {
    userId: "usr_1",
    sessionId: "ses_1",
    personalOrganizationId: "org_p",
    client: "browser" as const,
    factors: [],
    amr: [],
    signedInAt: 0,
    authenticatedAt: 0,
    freshUntil: 0,
    memberships,
    instance: new Set<string>(),
    impersonator: null,
  };

  test("says yes or no to each permission that was asked for, unknown ones included", () => {
    const asked = ["cup:see", "cup:fill", "cup:break", "cup:dream", "__proto__"];
    const { allowed } = checkAccess({ actor, organizationId: "org_a" }, asked);
    expect(
      Object.entries(allowed)
        .filter(([, yes]) => yes)
        .map(([permission]) => permission),
    ).toEqual(["cup:see", "cup:fill"]);
    expect(allowed["cup:dream"]).toBe(false);
  });

  test("in an organization without a membership says no to all", () => {
    expect(checkAccess({ actor, organizationId: "org_b" }, ["cup:see"])).toEqual({ allowed: { "cup:see": false } });
  });
});

test("the browser's can goes by the organization that is asked about, and by a session that there is", () => {
  const session = {
    organizations: [
      { id: "org_a", permissions: ["cup:fill"] as const },
      { id: "org_b", permissions: [] },
    ],
  };
  expect(can(session, "cup:fill", "org_a")).toBe(true);
  expect(can(session, "cup:fill", "org_b")).toBe(false);
  expect(can(session, "cup:fill", "org_c")).toBe(false);
  expect(can(null, "cup:fill", "org_a")).toBe(false);
  expect(can(undefined, "cup:fill", "org_a")).toBe(false);
});
