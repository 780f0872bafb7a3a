import type { RequestInfo } from "@gatehouse/db";
import type { Actor } from "@gatehouse/kernel";
import type { Admission } from "../gate/gate.ts";
import { meansApiKey } from "../keys/format.ts";
import type { Auth } from "../server.ts";
import type { CookieKind } from "../sessions/lucia.ts";

/** One HTTP request, as far as it is asked who sends it. */
export interface Knock {
  readonly request: RequestInfo;
  readonly authorization: string | undefined;
  /** The `Cookie` header, or "". */
  readonly cookie: string;
  /** Appends a `Set-Cookie` header. */
  readonly write: (kind: CookieKind, token: string | null) => void;
  /** Told of faults that do not keep the request from its answer. */
  readonly report: (error: unknown) => void;
}

const BEARER = /^Bearer +([^\s]+) *$/i;

/** Who sends a request, by what it carries; and the cookies of a browser, which are renewed on the way. */
export function createAdmission<Permission extends string>({ gate, cookies, accessTokens, keys }: Auth<Permission>) {
  /** The browser goes on with the session's token alone when no access token can be signed. */
  async function giveAccess({ write, report }: Knock, { subject }: Admission): Promise<void> {
    const issued = await accessTokens.issue(subject).catch(report);
    if (issued) write("access", issued.token);
  }

  async function admitBrowser(knock: Knock): Promise<Actor | null> {
    const access = cookies.read("access", knock.cookie);
    const session = cookies.read("session", knock.cookie);
    if (session === null) return access === null ? null : gate.admitToken(knock.request, access);
    const known = access === null ? null : gate.recall(access, session);
    if (known !== null && access !== null && !gate.isAging(access)) return known;
    // The session decides: an access token of another one, or of one that ended, is replaced.
    const admission = await gate.admit(knock.request, session);
    if (admission === null) return null;
    if (admission.renewedUntil !== null) knock.write("session", session);
    const isKept = access !== null && (await gate.pair(access, session).catch(knock.report));
    if (isKept !== true) await giveAccess(knock, admission);
    return admission.actor;
  }

  return {
    /**
     * A request with both is judged by `Authorization` alone: an access token, or an API key. Of a browser's cookies the access token is
     * asked first, by memory; the session when that does not know, and the browser then gets the next access token.
     *
     * @throws AppError `auth.unavailable`; `api_key.ip_not_allowed`
     */
    async admit(knock: Knock): Promise<Actor | null> {
      if (knock.authorization === undefined) return admitBrowser(knock);
      const token = BEARER.exec(knock.authorization)?.[1];
      if (token === undefined) return null;
      return meansApiKey(token) ? keys.admit(knock.request, token) : gate.admitToken(knock.request, token);
    },

    /**
     * Gives a browser the token of a session that was started or raised, and an access token with it; null takes both away. A session that
     * it kept aside is not kept any longer.
     */
    async giveSession(knock: Knock, token: string | null): Promise<void> {
      if (cookies.read("aside", knock.cookie) !== null) knock.write("aside", null);
      if (token === null) {
        knock.write("session", null);
        knock.write("access", null);
        return;
      }
      const admission = await gate.admit(knock.request, token).catch(knock.report);
      // Another client goes on with its own tokens: no cookie opens its session.
      if (admission?.subject.kind === "token") return;
      knock.write("session", token);
      if (admission) await giveAccess(knock, admission);
    },
  };
}
