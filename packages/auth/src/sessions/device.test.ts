// Threat: a stranger who signs in with words of their own in the User-Agent, to have them read to the owner by our mail.
import { expect, test } from "vitest";
import { describeDevice, deviceOf } from "./device.ts";

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0";
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1";

test("browsers and systems are called by the names that people know", () => {
  expect(describeDevice(FIREFOX)).toBe("Firefox 120 on Windows");
  expect(describeDevice(SAFARI)).toBe("Safari 17 on iOS");
});

test.each([
  "Call +1 555 0100 now/1.0 (x)",
  "Your account is closed, see evil.example/1 ",
  "Mozilla/5.0 (evil.example) evil/evil evil",
  "<b>evil</b>/9 ",
])("what is not a known name is not repeated: %s", (userAgent) => {
  const { browser, os } = deviceOf(userAgent);
  expect(`${browser}${os}`).not.toMatch(/evil|555|closed/i);
});

test("a version is digits", () => {
  expect(describeDevice("Mozilla/5.0 (X11; Linux x86_64) Chrome/12evil.0 Safari/1")).not.toContain("evil");
  expect(describeDevice(null)).toBe("A client that does not say its name");
});
