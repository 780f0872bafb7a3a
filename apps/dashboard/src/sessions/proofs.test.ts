// Threat: a list of sign-ins from which its owner cannot tell their own.
import { expect, test } from "vitest";
import { proofsOf } from "./proofs.ts";

test.each([
  [["pwd"], "by password"],
  [["pwd", "otp", "mfa"], "by password and code"],
  [["swk", "user", "mfa"], "by passkey"],
  [["hwk", "swk"], "by passkey"],
  [["pwd", "otp", "hwk"], "by password, code and passkey"],
  [[], ""],
  [["never-heard-of"], ""],
])("%j is said as %j", (amr, says) => {
  expect(proofsOf(amr)).toBe(says);
});
