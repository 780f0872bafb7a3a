/** What the API says on its one line of JSON when it listens. */
export interface Ready {
  readonly url: string;
  readonly origin: string;
  readonly accounts: readonly Account[];
}

interface Account {
  readonly email: string;
  readonly role: string;
  readonly password: string;
}

/** A line of turbo's, without the name of the task before it. Nothing for what turbo says of itself. */
export const taskLine = (line: string): string | undefined => {
  const said = /^@gatehouse\/(?:api|dashboard):dev: ?(.*)$/.exec(line)?.[1];
  return said === undefined || /^(cache (bypass|miss|hit)|\$ )/.test(said) ? undefined : said;
};

/** Reads the line with which the API becomes ready; null for every other. */
export function readReady(said: string): Ready | null {
  if (!said.startsWith('{"ready":true')) return null;
  const { url, origin, accounts = [] } = JSON.parse(said) as Ready;
  return { url, origin, accounts };
}

/** What a person needs to begin. */
export function announcement({ url, origin, accounts }: Ready): string {
  const width = Math.max(...accounts.map(({ email }) => email.length));
  const people = accounts.map(
    ({ email, role, password }) => `    ${email.padEnd(width)}  ${role.padEnd(6)}  ${password}`,
  );
  return [
    "",
    "  Gatehouse is up. Ctrl-C ends it; the data stay.",
    "",
    `  Dashboard  ${origin}`,
    `  Mail       ${origin}/dev/mail`,
    `  API        ${url}`,
    ...(people.length > 0 ? ["", "  Demo accounts", ...people] : []),
    "",
  ].join("\n");
}
