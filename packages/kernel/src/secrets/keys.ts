import { createHash } from "node:crypto";

/** A 256-bit key and the name under which sealed values remember it. */
export interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

const KEY_BYTES = 32;
const PLAIN_CHARACTERS = 32;

/** What is meant as a key: only a value of another form counts as plain. */
const KEY_FORM = /^([A-Za-z0-9-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/;

/**
 * Reads `APP_SECRET`: `id:base64` of 32 bytes, one or more, comma-separated, the first is current; or a plain
 * value of 32 characters or more, which is one key named `0`. A mistyped key is never taken for a plain value.
 *
 * @throws Error whose message says what is wrong and never repeats the secret
 */
export function parseKeys(secret: string): [Key, ...Key[]] {
  const parts = secret.split(",").map((part) => part.trim());
  if (parts.some((part) => KEY_FORM.test(part))) {
    const keys = parts.map(readKey) as [Key, ...Key[]];
    if (new Set(keys.map((key) => key.id)).size !== keys.length) throw new Error("two keys have the same id");
    return keys;
  }
  if ([...secret].length < PLAIN_CHARACTERS) throw new Error(`shorter than ${PLAIN_CHARACTERS} characters`);
  return [{ id: "0", bytes: createHash("sha256").update(secret).digest() }];
}

function readKey(part: string): Key {
  const match = KEY_FORM.exec(part);
  const bytes = Buffer.from(match?.[2] ?? "", "base64");
  if (match?.[1] === undefined || bytes.length !== KEY_BYTES) {
    throw new Error(`a key is not \`id:base64\` of ${KEY_BYTES} bytes`);
  }
  return { id: match[1], bytes };
}
