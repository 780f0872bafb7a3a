import { type ScryptOptions, scrypt as scryptCallback } from "node:crypto";
import { promisify } from "node:util";
import { hash as bcrypt } from "@node-rs/bcrypt";

const scrypt = promisify<string, string | Buffer, number, ScryptOptions, Buffer>(scryptCallback);

/** Another system's way to hash: what of a hash is needed to compute it again, and the computation. */
interface Scheme {
  /** @returns null when this is not a hash of the scheme */
  settingsOf(hash: string): string | null;
  compute(password: string, settings: string): Promise<string>;
}

const MAX_SCRYPT_BYTES = 256 * 1024 * 1024;
const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");

/** better-auth: `salt:key`, both hex, N 16384, r 16, p 1, 64 bytes, NFKC. */
const BETTER_AUTH = { N: 16_384, r: 16, p: 1, maxmem: MAX_SCRYPT_BYTES };
const BETTER_AUTH_BYTES = 64;

const PHC_SCRYPT = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** The hashes that a team may bring along. */
const SCHEMES = {
  bcrypt: {
    settingsOf: (hash) => /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/.exec(hash)?.[0].slice(0, 29) ?? null,
    compute: (password, settings) => bcrypt(password, { salt: settings }),
  },
  "better-auth": {
    settingsOf: (hash) => /^([0-9a-f]{16,128}):[0-9a-f]{128}$/.exec(hash)?.[1] ?? null,
    async compute(password, salt) {
      const key = await scrypt(password.normalize("NFKC"), salt, BETTER_AUTH_BYTES, BETTER_AUTH);
      return `${salt}:${key.toString("hex")}`;
    },
  },
  scrypt: {
    settingsOf(hash) {
      const [, ln, r, p, salt, key] = PHC_SCRYPT.exec(hash) ?? [];
      return key === undefined ? null : `$scrypt$ln=${ln},r=${r},p=${p}$${salt}$${Buffer.from(key, "base64").length}`;
    },
    async compute(password, settings) {
      const [, , costs = "", salt = "", bytes] = settings.split("$");
      const [ln, r, p] = costs.split(",").map((part) => Number(part.split("=")[1])) as [number, number, number];
      const options = { N: 2 ** ln, r, p, maxmem: MAX_SCRYPT_BYTES };
      const key = await scrypt(password, Buffer.from(salt, "base64"), Number(bytes), options);
      return `$scrypt$${costs}$${salt}$${unpadded(key)}`;
    },
  },
} as const satisfies Record<string, Scheme>;

export type ImportScheme = keyof typeof SCHEMES | "argon2";

const MARK = "wrapped";
const SEPARATOR = "|";

/** A stored hash taken apart: what to compute of the password first, and the argon2 hash of that. */
export interface Unwrapped {
  readonly phc: string;
  /** What the argon2 hash was made of. */
  inner(password: string): Promise<string>;
  readonly wrapped: boolean;
}

/** Reads what is stored: our own hash, or argon2id around another system's. */
export function unwrap(stored: string): Unwrapped {
  const [mark, scheme, settings, phc] = stored.split(SEPARATOR);
  if (mark !== MARK || !scheme || !Object.hasOwn(SCHEMES, scheme) || settings === undefined || phc === undefined) {
    return { phc: stored, inner: async (password) => password, wrapped: false };
  }
  const { compute } = SCHEMES[scheme as keyof typeof SCHEMES];
  return { phc, inner: (password) => compute(password, settings), wrapped: true };
}

/**
 * Wraps another system's hash: argon2id of it, so that a stolen table is worth no less to us than our own hashes. argon2 hashes are kept as
 * they are, and upgraded at the first sign-in like the others.
 *
 * @throws Error when the text is not a hash of the scheme; the message does not repeat it
 */
export async function wrap(
  scheme: ImportScheme,
  hash: string,
  argon2: (text: string) => Promise<string>,
): Promise<string> {
  if (scheme === "argon2") {
    if (/^\$argon2(id|i|d)\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/.test(hash)) return hash;
    throw new Error("this is not an argon2 hash");
  }
  const settings = SCHEMES[scheme].settingsOf(hash);
  if (settings === null) throw new Error(`this is not a hash of ${scheme}`);
  return [MARK, scheme, settings, await argon2(hash)].join(SEPARATOR);
}
