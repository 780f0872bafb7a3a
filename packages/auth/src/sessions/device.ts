import Bowser from "bowser";

/** What a browser says of itself, for a person to recognise. It proves nothing. */
export interface Device {
  readonly browser: string | null;
  readonly os: string | null;
}

/** Only names that are known: what else a stranger put into the header must not reach an owner's list, or mail. */
const KNOWN = new Set([...Object.values(Bowser.BROWSER_MAP), ...Object.values(Bowser.OS_MAP)]);
const MAJOR = /^\d{1,4}(?=\.|$)/;

const joined = (name: string | undefined, version: string | undefined): string | null =>
  name !== undefined && KNOWN.has(name) ? [name, version].filter(Boolean).join(" ") : null;

/** Reads a User-Agent header. No version of the system: browsers froze it, so that every Mac claims to be Catalina. */
export function deviceOf(userAgent: string | null): Device {
  if (userAgent === null || userAgent === "") return { browser: null, os: null };
  const { browser, os } = Bowser.parse(userAgent);
  return { browser: joined(browser.name, MAJOR.exec(browser.version ?? "")?.[0]), os: joined(os.name, undefined) };
}

/** The same as a phrase: "Firefox 120 on Windows". */
export function describeDevice(userAgent: string | null): string {
  const { browser, os } = deviceOf(userAgent);
  return `${browser ?? "A client that does not say its name"}${os === null ? "" : ` on ${os}`}`;
}
