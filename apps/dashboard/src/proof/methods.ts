/** The ways to prove oneself that this dashboard knows, best first; whatever else a server offers is left out. */
const METHODS = ["totp", "passkey", "password", "recoveryCode"] as const;

export type Method = (typeof METHODS)[number];

/** What is typed to prove it; a passkey is not typed. */
export interface TypedProof {
  readonly method: Exclude<Method, "passkey">;
  readonly secret: string;
}

/** Those of the offered ways that are known here, best first. */
export const knownOf = (methods: readonly string[]): readonly Method[] =>
  METHODS.filter((method) => methods.includes(method));
