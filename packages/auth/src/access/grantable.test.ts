// Threat: somebody who gives another person, or through another person themselves, more than they hold.
import { expect, test } from "vitest";
import { BUILT_IN_ROLES, definePolicy } from "./define-policy.ts";
import { isGrantable, requireGrantable } from "./grantable.ts";
import { type HeldRole, isGuarded } from "./held-role.ts";

const policy = definePolicy({
  "cup:see": { from: "viewer", says: "See cups" },
  "cup:fill": { from: "member", says: "Fill cups" },
  "cup:break": { from: "admin", says: "Break cups" },
  "house:sell": { from: "owner", says: "Sell the house" },
});
const builtIn = (key: string): HeldRole => ({ key, permissions: policy.permissionsOf(key) });
const own = (...names: string[]): HeldRole => ({ key: "potter", permissions: policy.resolve(names) });
const giver = ({ key, permissions }: HeldRole) => ({ role: key, permissions });

test("a built-in role is given by whoever stands as high, and by nobody below", () => {
  for (const [rank, mine] of BUILT_IN_ROLES.entries()) {
    for (const [other, theirs] of BUILT_IN_ROLES.entries()) {
      expect(isGrantable(giver(builtIn(mine)), builtIn(theirs)), `${mine} gives ${theirs}`).toBe(other <= rank);
    }
  }
});

test("an organization's own role is given by whoever holds all of it", () => {
  expect(isGrantable(giver(builtIn("admin")), own("cup:*"))).toBe(true);
  expect(isGrantable(giver(builtIn("admin")), own("cup:see", "house:sell"))).toBe(false);
  expect(isGrantable(giver(own("cup:see", "cup:break")), own("cup:break"))).toBe(true);
  expect(isGrantable(giver(own("cup:see", "cup:break")), own("cup:*"))).toBe(false);
  expect(isGrantable(giver(own("cup:see", "cup:break")), builtIn("member"))).toBe(false);
});

test("ownership is more than its permissions: whoever holds them all by another role makes no owner", () => {
  expect(isGrantable(giver(own("cup:*", "house:*")), builtIn("admin"))).toBe(true);
  expect(isGrantable(giver(own("cup:*", "house:*")), builtIn("owner"))).toBe(false);
});

test("the refusal names what is lacking, and whoever is no member lacks all of it", () => {
  const missing = (ask: () => void) => {
    expect(ask).toThrow(expect.objectContaining({ code: "access.permission_missing", status: "FORBIDDEN" }));
    try {
      ask();
    } catch (error) {
      return (error as { details: { missing: string[] } }).details.missing;
    }
  };
  expect(missing(() => requireGrantable(giver(builtIn("admin")), builtIn("owner")))).toEqual(["house:sell"]);
  expect(missing(() => requireGrantable(undefined, builtIn("viewer")))).toEqual(["cup:see"]);
  expect(() => requireGrantable(giver(builtIn("admin")), builtIn("admin"))).not.toThrow();
});

test("a role is guarded by what it holds, whatever it is called", () => {
  expect(BUILT_IN_ROLES.filter((role) => isGuarded(policy, builtIn(role)))).toEqual(["admin", "owner"]);
  expect([own("cup:see", "cup:fill"), own("cup:break"), own("house:*")].map((role) => isGuarded(policy, role))).toEqual(
    [false, true, true],
  );
});
