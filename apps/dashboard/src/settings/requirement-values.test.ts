// Threat: what an organization demands is saved as something else than what was seen.
import { expect, test } from "vitest";
import { requirementsOf, valuesOf } from "./requirement-values.ts";

const NONE = { mfa: [], sessionHours: null, emailDomains: [], addressRanges: [], breakGlassUserId: null };

test.each([
  NONE,
  { ...NONE, mfa: "all" as const, breakGlassUserId: "usr_1" },
  { ...NONE, mfa: ["member", "auditor"], sessionHours: 8 },
  { ...NONE, emailDomains: ["example.com", "example.org"], addressRanges: ["203.0.113.0/24", "2001:db8::/32"] },
])("what is read, shown and saved untouched stays as it was: %j", (asked) => {
  expect(requirementsOf(valuesOf(asked))).toEqual(asked);
});

test("blank lines and commas between domains are no domains", () => {
  const typed = { ...valuesOf(NONE), emailDomains: " example.com,\n\n example.org \n" };
  expect(requirementsOf(typed).emailDomains).toEqual(["example.com", "example.org"]);
});
