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
  // No version of the system: browsers froze it, so that every Mac claims to be Catalina and every Windows to be 10.
  return { browser: joined(browser.name, browser.version?.split(".", 1)[0]), os: os.name ?? null };
}
