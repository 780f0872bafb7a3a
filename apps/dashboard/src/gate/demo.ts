import type { words } from "../words.ts";

/** A person of the demo, as the API's seed makes them. They exist in development only, and so does this list. */
export interface DemoAccount {
  readonly name: string;
  readonly role: keyof typeof words.roles;
  readonly email: string;
  readonly password: string;
  /** The secret of the account's authenticator, base32. */
  readonly totpSecret?: string;
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    email: "owner@acme.test",
    name: "Olga Owner",
    role: "owner",
    password: "olga keeps the master key",
    totpSecret: "OLGAOLGAOLGAOLGAOLGAOLGAOLGAOLGA",
  },
  {
    email: "admin@acme.test",
    name: "Adam Admin",
    role: "admin",
    password: "adam oils every hinge daily",
    totpSecret: "ADAMADAMADAMADAMADAMADAMADAMADAM",
  },
  { email: "member@acme.test", name: "Mira Member", role: "member", password: "mira walks through at nine" },
  { email: "viewer@acme.test", name: "Victor Viewer", role: "viewer", password: "victor looks over the wall" },
];

/** The development authenticator of a demo account; undefined for everybody else. */
export const totpSecretOf = (email: string): string | undefined =>
  DEMO_ACCOUNTS.find((account) => account.email === email.trim().toLowerCase())?.totpSecret;
