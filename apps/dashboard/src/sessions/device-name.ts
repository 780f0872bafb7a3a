import { words } from "../words.ts";
import type { SessionView } from "./queries.ts";

/** What a session runs on, as far as it says so: "Firefox on Linux". */
export function deviceName({ device: { browser, os } }: Pick<SessionView, "device">): string {
  if (browser !== null && os !== null) return words.security.onSystem(browser, os);
  return browser ?? os ?? words.security.unknownDevice;
}
