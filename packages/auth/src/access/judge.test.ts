// Threat: a step of the guard that is left out, judged in another order than it is explained, or softened by an exemption.
import type { Demands, Membership } from "@gatehouse/kernel";
import { describe, expect, test } from "vitest";
import { authPermissions } from "../permissions.ts";
import { definePolicy } from "./define-policy.ts";
import { breaksGlass, demandsOn, isFactorDemanded, isOfDomain, type Rules, unmetBy } from "./demands.ts";
import { type Facts, judge, stepsOf } from "./judge.ts";
import { tasksOf } from "./tasks.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const HOUR_MS = 60 * 60 * 1000;
const policy = definePolicy(authPermissions);
const session = { ip: "203.0.113.7", signedInAt: NOW - HOUR_MS, freshUntil: NOW + 1 };
const facts: Facts = { now: NOW, session, stepUpSeconds: null, whileDeleting: false };
const nothing: Demands = {
  deletesAt: null,
  sessionMs: null,
  isForeignEmail: false,
  addressRanges: null,
  isExempt: false,
};

function memberOf(role: string, change: Partial<Omit<Membership, "demands">> & { demands?: Partial<Demands> } = {}) {
  const { demands, ...rest } = change;
  const membership: Membership = {
    organizationId: "org_a",
    role,
    permissions: policy.permissionsOf(role),
    needsFactor: false,
    demands: demands ? { ...nothing, ...demands } : null,
    ...rest,
  };
  return { memberships: new Map([["org_a", membership]]), factors: ["totp"] as const };
}
const codeOf = (subject: ReturnType<typeof memberOf>, permission: string, given: Partial<Facts> = {}) =>
  judge(subject, "org_a", permission, { ...facts, ...given })?.code ?? null;

describe("the judgement", () => {
  test("passes a member who may, and refuses a stranger before it looks at anything else", () => {
    expect(codeOf(memberOf("admin"), "member:remove")).toBeNull();
    expect(judge(memberOf("owner"), "org_b", "organization:delete", facts)).toMatchObject({
      code: "organization.not_found",
      status: "NOT_FOUND",
    });
    expect([...stepsOf(memberOf("owner"), "org_b", "organization:read", facts)]).toHaveLength(1);
  });

  test("names the first step that does not hold, in the order of the guard", () => {
    const lacking = memberOf("viewer", {
      needsFactor: true,
      demands: { deletesAt: NOW, isForeignEmail: true, addressRanges: ["10.0.0.0/8"], sessionMs: 1 },
    });
    const stale = { stepUpSeconds: 600, session: { ...session, freshUntil: NOW } };
    const steps = [...stepsOf(lacking, "org_a", "member:remove", { ...facts, ...stale })];
    expect(steps.map(({ step, refusal }) => [step, refusal?.code ?? null])).toEqual([
      ["member", null],
      ["role", null],
      ["permission", "access.permission_missing"],
      ["organization", "organization.deleting"],
      ["factor", "access.mfa_enrollment_required"],
      ["requirements", "requirement.email_domain"],
      ["freshness", "access.step_up_required"],
    ]);
    expect(codeOf(lacking, "member:remove", stale)).toBe("access.permission_missing");
    expect(codeOf(lacking, "member:read", stale)).toBe("organization.deleting");
  });

  test("of a permission that nobody has is a refusal, whatever the role", () => {
    for (const permission of ["", "*", "organization:*", "organization:burn", "__proto__"]) {
      expect(codeOf(memberOf("owner"), permission)).toBe("access.permission_missing");
    }
  });

  test("lets owners alone into an organization that is being deleted, and only where that is meant", () => {
    const demands = { deletesAt: NOW + HOUR_MS };
    const detail = { deletesAt: new Date(NOW + HOUR_MS).toISOString() };
    const refused = judge(memberOf("admin", { demands }), "org_a", "organization:read", {
      ...facts,
      whileDeleting: true,
    });
    expect(refused).toMatchObject({ code: "organization.deleting", details: detail });
    expect(codeOf(memberOf("owner", { demands }), "organization:read")).toBe("organization.deleting");
    expect(codeOf(memberOf("owner", { demands }), "organization:read", { whileDeleting: true })).toBeNull();
  });

  test("does not let an exemption stand in for a second factor, for freshness or for an organization that goes", () => {
    const demands = { isExempt: true, isForeignEmail: true, addressRanges: ["10.0.0.0/8"], sessionMs: 1 };
    expect(codeOf(memberOf("owner", { demands }), "organization:read")).toBeNull();
    expect(codeOf(memberOf("owner", { demands, needsFactor: true }), "organization:read")).toBe(
      "access.mfa_enrollment_required",
    );
    expect(codeOf(memberOf("owner", { demands: { ...demands, deletesAt: NOW } }), "organization:read")).toBe(
      "organization.deleting",
    );
    const stale = { stepUpSeconds: 600, session: { ...session, freshUntil: NOW } };
    expect(codeOf(memberOf("owner", { demands }), "organization:read", stale)).toBe("access.step_up_required");
  });

  test("about a person and not a request leaves out what hangs on the session", () => {
    const demands = { addressRanges: ["10.0.0.0/8"], sessionMs: 1 };
    const asked = { session: null, stepUpSeconds: 600 };
    expect(codeOf(memberOf("admin", { demands }), "member:read", asked)).toBeNull();
    expect(codeOf(memberOf("admin", { demands: { isForeignEmail: true } }), "member:read", asked)).toBe(
      "requirement.email_domain",
    );
  });
});

describe("a demand", () => {
  const rules: Rules = {
    mfaForAll: false,
    mfaRoles: ["member"],
    sessionHours: 8,
    emailDomains: ["example.test"],
    addressRanges: ["203.0.113.0/24", "2001:db8::/32"],
    breakGlassUserId: "usr_o",
  };
  const person = { userId: "usr_1", email: "ada@example.test", role: "member", deletesAt: null };

  test("of the factor is made of everybody or of the roles that it names", () => {
    expect(["viewer", "member"].map((role) => isFactorDemanded(rules, role))).toEqual([false, true]);
    expect(isFactorDemanded({ ...rules, mfaForAll: true }, "viewer")).toBe(true);
    expect(isFactorDemanded(null, "member")).toBe(false);
  });

  test("concerns nobody where nothing is demanded, and whoever is of an allowed domain as little", () => {
    const few = { ...rules, sessionHours: null, addressRanges: [] };
    expect(demandsOn(null, person)).toBeNull();
    expect(demandsOn(few, person)).toBeNull();
    expect(demandsOn(few, { ...person, email: "ada@sub.example.test" })).toMatchObject({ isForeignEmail: true });
    expect(demandsOn(null, { ...person, deletesAt: NOW })).toEqual({ ...nothing, deletesAt: NOW });
  });

  test.each([
    ["ada@example.test", true],
    ["ada@sub.example.test", false],
    ["ada@notexample.test", false],
    ["example.test@evil.test", false],
    ['"a@example.test"@evil.test', false],
    ["ada@example.test.evil.test", false],
    ["", false],
  ])("of a domain takes %s: %s", (email, isTaken) => {
    expect(isOfDomain(["example.test"], email)).toBe(isTaken);
  });

  test("is met from the networks and for the hours that it names, and not a moment longer", () => {
    const demands = demandsOn(rules, person) as Demands;
    const from = (ip: string | null, hours = 1) => unmetBy(demands, { ip, signedInAt: NOW - hours * HOUR_MS }, NOW);
    for (const ip of ["203.0.113.255", "2001:db8:ffff::1", "::ffff:203.0.113.1"]) expect(from(ip)).toEqual([]);
    for (const ip of ["203.0.114.0", "2001:db9::1", "", null, "unknown"]) {
      expect(from(ip)).toEqual(["requirement.ip_address"]);
    }
    expect(from("203.0.113.1", 8)).toEqual([]);
    expect(unmetBy(demands, { ip: "203.0.113.1", signedInAt: NOW - 8 * HOUR_MS - 1 }, NOW)).toEqual([
      "requirement.session_too_old",
    ]);
  });

  test("does not bind the exempt owner, whom it binds again as anything else", () => {
    const exempt = demandsOn(rules, { ...person, userId: "usr_o", role: "owner" });
    expect(breaksGlass(exempt, { ...session, ip: "198.51.100.1" }, NOW)).toBe(true);
    expect(breaksGlass(exempt, session, NOW)).toBe(false);
    expect(demandsOn(rules, { ...person, userId: "usr_o", role: "admin" })?.isExempt).toBe(false);
    expect(demandsOn(rules, { ...person, role: "owner" })?.isExempt).toBe(false);
  });
});

test("the tasks of a session are the refusals that wait for it, by organization", () => {
  const { signedInAt } = session;
  const tasks = (subject: ReturnType<typeof memberOf>) =>
    tasksOf({ ...subject, signedInAt } as never, "198.51.100.1", NOW).map(({ code }) => code);
  const demands = { addressRanges: ["10.0.0.0/8"], sessionMs: 1 };
  expect(tasks(memberOf("admin"))).toEqual([]);
  expect(tasks(memberOf("admin", { needsFactor: true, demands }))).toEqual([
    "access.mfa_enrollment_required",
    "requirement.ip_address",
    "requirement.session_too_old",
  ]);
  expect(tasks(memberOf("owner", { demands: { ...demands, isExempt: true } }))).toEqual([]);
  expect(tasks(memberOf("owner", { needsFactor: true, demands: { deletesAt: NOW } }))).toEqual([
    "organization.deleting",
  ]);
});
