// Threat: somebody who asked for one permission and gets more than the least that holds it, or loses by it what they had.
import { describe, expect, test } from "vitest";
import { BUILT_IN_ROLES, definePolicy } from "../access/define-policy.ts";
import { builtInView, ownView } from "../access/role-list.ts";
import { targetRole } from "./target-role.ts";

const policy = definePolicy({
  "cup:see": { from: "viewer", says: "See cups" },
  "cup:fill": { from: "member", says: "Fill cups" },
  "cup:break": { from: "admin", says: "Break cups" },
  "house:sell": { from: "owner", says: "Sell the house" },
});
const own = (key: string, permissions: string[]) =>
  ownView(policy, { organizationId: "org", key, name: key, permissions, updatedAt: new Date(0) });
const builtIn = BUILT_IN_ROLES.map((key) => builtInView(policy, key));
const as = (role: (typeof BUILT_IN_ROLES)[number]) => ({ role, permissions: policy.permissionsOf(role) });
const raise = (from: string, permission: string, giver: Parameters<typeof as>[0], ...owns: ReturnType<typeof own>[]) =>
  targetRole(policy, [...builtIn, ...owns], { from, permission, giver: as(giver) })?.key ?? null;

describe("the role that somebody is raised to", () => {
  test("is the lowest built-in one that holds the permission", () => {
    expect(raise("viewer", "cup:fill", "owner")).toBe("member");
    expect(raise("viewer", "cup:break", "owner")).toBe("admin");
    expect(raise("member", "house:sell", "owner")).toBe("owner");
  });

  test("is one of the organization's own where that holds less, and the built-in one where both hold alike", () => {
    const breaker = own("breaker", ["cup:see", "cup:break"]);
    expect(raise("viewer", "cup:break", "owner", breaker)).toBe("breaker");
    expect(raise("viewer", "cup:fill", "owner", own("filler", ["cup:see", "cup:fill"]))).toBe("member");
  });

  test("takes nothing away from the person", () => {
    const breaker = own("breaker", ["cup:see", "cup:break"]);
    expect(raise("member", "cup:break", "owner", breaker)).toBe("admin");
    const seller = own("seller", ["house:sell"]);
    expect(raise("seller", "cup:fill", "owner", seller)).toBe("owner");
    expect(raise("seller", "cup:fill", "admin", seller)).toBeNull();
  });

  test("is one that the giver may give: none where the giver lacks the permission, or ownership", () => {
    expect(raise("viewer", "cup:break", "admin")).toBe("admin");
    expect(raise("viewer", "house:sell", "admin")).toBeNull();
    expect(raise("viewer", "cup:break", "member", own("breaker", ["cup:*"]))).toBeNull();
    expect(raise("viewer", "house:sell", "admin", own("seller", ["cup:*", "house:*"]))).toBeNull();
    expect(raise("viewer", "house:sell", "owner", own("seller", ["cup:see", "house:*"]))).toBe("seller");
  });

  test("stays what it is where it holds the permission already", () => {
    expect(raise("admin", "cup:fill", "owner")).toBe("admin");
    const filler = own("filler", ["cup:fill", "cup:break"]);
    expect(raise("filler", "cup:fill", "owner", filler)).toBe("filler");
  });

  test("is none for a permission that no role holds", () => {
    expect(raise("viewer", "cup:dream", "owner")).toBeNull();
  });
});
