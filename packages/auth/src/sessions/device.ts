import Bowser from "bowser";

/** What a browser says of itself, for a person to recognise. It proves nothing. */
export interface Device {
  readonly browser: string | null;
  readonly os: string | null;
}

const joined = (...parts: (string | undefined)[]): string | null => parts.filter(Boolean).join(" ") || null;

/** Reads a User-Agent header. */
export function deviceOf(userAgent: string | null): Device {
  if (userAgent === null || userAgent === "") return { browser: null, os: null };
  const { browser, os } = Bowser.parse(userAgent);
  return { browser: joined(browser.name, browser.version?.split(".", 1)[0]), os: joined(os.name, os.versionName) };
}
