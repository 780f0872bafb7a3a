import type { Database, Signals } from "@gatehouse/db";
import type { Clock } from "@gatehouse/kernel";
import type { Sealer } from "@gatehouse/kernel/secrets";
import type { Limits } from "@gatehouse/limits";
import type { Mail } from "@gatehouse/mail";
import type { Policy } from "./access/define-policy.ts";
import type { LimitName } from "./config.ts";
import type { AuthLetters } from "./letters.ts";
import type { SignUpMode } from "./sign-in/sign-up.ts";

export type AuthMail = Mail<AuthLetters>;
export type AuthLimits = Limits<LimitName>;

/** What `createAuth` is made of; it lives as long as the process. */
export interface AuthDeps<Permission extends string = string> {
  readonly db: Database;
  readonly signals: Signals;
  readonly limits: AuthLimits;
  readonly mail: AuthMail;
  readonly sealer: Sealer;
  readonly settings: AuthSettings<Permission>;
}

/** What a host decides. */
export interface AuthSettings<Permission extends string = string> {
  readonly policy: Policy<Permission>;
  readonly clock: Clock;
  readonly signUp: SignUpMode;
  /** Whether cookies are Secure, with the `__Host-` prefix: always in production. */
  readonly secureCookies: boolean;
}
