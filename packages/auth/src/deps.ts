import type { Audit } from "@gatehouse/audit";
import type { Database, Jobs, Signals } from "@gatehouse/db";
import type { Clock } from "@gatehouse/kernel";
import type { Sealer } from "@gatehouse/kernel/secrets";
import type { Limits } from "@gatehouse/limits";
import type { Mail } from "@gatehouse/mail";
import type { Policy } from "./access/define-policy.ts";
import type { LimitName } from "./config.ts";
import type { AuthLetters } from "./letters.ts";
import type { BreachSource } from "./passwords/breaches.ts";
import type { Places } from "./sessions/places.ts";
import type { SignUpMode } from "./sign-in/sign-up.ts";

export type AuthMail = Mail<AuthLetters>;
export type AuthLimits = Limits<LimitName>;

/** What `createAuth` is made of; it lives as long as the process. */
export interface AuthDeps {
  readonly db: Database;
  readonly signals: Signals;
  readonly jobs: Jobs;
  readonly limits: AuthLimits;
  readonly mail: AuthMail;
  readonly sealer: Sealer;
  readonly audit: Audit;
}

/** What a host decides. */
export interface AuthSettings<Permission extends string = string> {
  readonly policy: Policy<Permission>;
  readonly clock: Clock;
  /** Where the application lives: scheme, host and port. Passkeys belong to its host name. */
  readonly origin: string;
  readonly signUp: SignUpMode;
  /** Whether cookies are Secure, with the `__Host-` prefix: always in production. */
  readonly secureCookies: boolean;
  /** How long a step-up lasts; 600 by default. */
  readonly stepUpSeconds?: number;
  /** Where addresses are, by the operator's database; nowhere by default. */
  readonly places?: Places;
  /** The list of stolen passwords, and who hears when it does not answer; none by default. */
  readonly breaches?: { readonly source: BreachSource; readonly onFault: (error: unknown) => void };
}
