/**
 * The words of OWASP's Application Logging Vocabulary that an event of a gate may have.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Logging_Vocabulary_Cheat_Sheet.html
 */
type OwaspName =
  | "authn_login_success"
  | "authn_login_successafterfail"
  | "authn_login_fail"
  | "authn_login_fail_max"
  | "authn_login_lock"
  | "authn_password_change"
  | "authn_password_change_fail"
  | "authn_impossible_travel"
  | "authn_token_created"
  | "authn_token_revoked"
  | "authn_token_reuse"
  | "authn_token_delete"
  | "authz_fail"
  | "authz_change"
  | "authz_admin"
  | "excess_rate_limit_exceeded"
  | "malicious_direct_reference"
  | "privilege_permissions_changed"
  | "sensitive_create"
  | "sensitive_read"
  | "sensitive_update"
  | "sensitive_delete"
  | "session_created"
  | "session_renewed"
  | "session_expired"
  | "session_use_after_expire"
  | "user_created"
  | "user_updated"
  | "user_archived"
  | "user_deleted";

/** By event, what OWASP's vocabulary calls it, where it has a word: for the tools that read an export. */
export type OwaspNames<Catalogue> = Readonly<Partial<Record<keyof Catalogue & string, OwaspName>>>;
