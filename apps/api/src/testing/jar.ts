import type { Caller, House } from "./house.ts";
import type { Answer } from "./wire.ts";

/** One `Set-Cookie` of an answer. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** In lower case, as they stand: `httponly`, `samesite=strict`. */
  readonly attributes: readonly string[];
}

/** The cookies that an answer sets, in their order. */
export const setCookiesOf = ({ headers }: Answer): SetCookie[] =>
  (headers["set-cookie"] ?? []).map((line) => {
    const [pair = "", ...attributes] = line.split(/; */);
    const at = pair.indexOf("=");
    return {
      name: pair.slice(0, at),
      value: pair.slice(at + 1),
      attributes: attributes.map((attribute) => attribute.toLowerCase()),
    };
  });

/** A browser's cookies: it keeps what is set, and sends what it keeps. */
export interface Jar {
  readonly cookies: Map<string, string>;
  /** Calls as the browser that holds this jar, on any instance. */
  call(house: House, path: string, input?: unknown, caller?: Pick<Caller, "ip" | "headers">): Promise<Answer>;
}

/** @param cookies what it holds already, by name */
export function createJar(cookies: Readonly<Record<string, string>> = {}): Jar {
  const held = new Map(Object.entries(cookies));
  return {
    cookies: held,
    async call(house, path, input, { ip, headers = {} } = {}) {
      const cookie = [...held].map(([name, value]) => `${name}=${value}`).join("; ");
      const sent = { ...(cookie !== "" && { Cookie: cookie }), ...headers };
      const answer = await house.call(path, input, { ...(ip !== undefined && { ip }), headers: sent });
      for (const { name, value } of setCookiesOf(answer)) {
        if (value === "") held.delete(name);
        else held.set(name, value);
      }
      return answer;
    },
  };
}
