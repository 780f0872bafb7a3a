import type { DoorRow } from "@gatehouse/auth";

const ALWAYS: readonly DoorRow[] = [
  { path: "/healthz", permission: null, reason: "a probe asks whether the process lives, and is told that alone" },
  { path: "/readyz", permission: null, reason: "a probe asks whether to send requests, and is told that alone" },
  {
    path: "/.well-known/jwks.json",
    permission: null,
    reason: "the public keys by which anybody verifies an access token",
  },
  { path: "/oauth/token", permission: null, reason: "the refresh token that is sent along is the proof" },
  {
    path: "/downloads",
    permission: "audit:export",
    reason: "a copy of the log, by a link that whoever may export asked for: five minutes, once",
  },
];

/** Every way into the house that is no procedure. Each stands here with its reason, so that the matrix of access shows it. */
export const doorsOf = ({ development }: { readonly development: boolean }): readonly DoorRow[] => [
  ...ALWAYS,
  development
    ? {
        path: "/dev/mailbox",
        permission: null,
        reason: "development only, on loopback only: the mail that is not sent",
      }
    : { path: "/{*page}", permission: null, reason: "the built dashboard, the same files for everybody" },
];
