import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { digestOf } from "@gatehouse/kernel/secrets";

/** What every key begins with, so that scanners of source code and logs find it, and its kind is told on sight. */
const PREFIX = "gk_live_";
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SECRET_BYTES = 32;
/** 62^43 is a little more than 2^256, 62^6 than 2^32. */
const SECRET_CHARACTERS = 43;
const CHECK_CHARACTERS = 6;
const FORM = new RegExp(`^${PREFIX}[0-9A-Za-z]{${SECRET_CHARACTERS + CHECK_CHARACTERS}}$`);
/** Of the secret and of the check: 48 bits, which leaves more than any search could try. */
const SHOWN_CHARACTERS = 4;

/** A key as it is handed out, once, and what is kept of it. */
export interface NewKey {
  readonly key: string;
  readonly digest: string;
  /** Its first and last characters. */
  readonly hint: string;
}

function inLetters(value: bigint, characters: number): string {
  let text = "";
  for (let rest = value; text.length < characters; rest /= 62n) text = `${ALPHABET[Number(rest % 62n)]}${text}`;
  return text;
}

const checkOf = (text: string): string => inLetters(BigInt(crc32(text)), CHECK_CHARACTERS);

/**
 * Makes a key: `gk_live_`, 256 random bits in 43 letters and digits, and the CRC-32 of all that in six more.
 *
 * @see https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
 */
export function newApiKey(): NewKey {
  const secret = BigInt(`0x${randomBytes(SECRET_BYTES).toString("hex")}`);
  const body = `${PREFIX}${inLetters(secret, SECRET_CHARACTERS)}`;
  const key = `${body}${checkOf(body)}`;
  const hint = `${key.slice(0, PREFIX.length + SHOWN_CHARACTERS)}…${key.slice(-SHOWN_CHARACTERS)}`;
  return { key, digest: digestOf(key), hint };
}

/** Whether a text can be a key at all: a slip of the finger is seen here, and asks nobody. It says nothing of whether there is such a key. */
export const isApiKey = (text: string): boolean =>
  FORM.test(text) && checkOf(text.slice(0, -CHECK_CHARACTERS)) === text.slice(-CHECK_CHARACTERS);

/** Whether a bearer means to be a key, and no access token. */
export const meansApiKey = (text: string): boolean => text.startsWith("gk_");
