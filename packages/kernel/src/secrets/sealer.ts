import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import type { Key } from "./keys.ts";

/** Encrypts small secrets at rest. What it seals opens only beside the same `associated` text. */
export interface Sealer {
  /** @param associated names the row that holds the value, so that a value moved to another row does not open */
  seal(plain: string, associated: string): string;
  /** @throws Error when the key is missing, or the value or its place was changed */
  open(sealed: string, associated: string): string;
  /** HMAC-SHA-256 under a key that is derived for this purpose, base64url. */
  mac(purpose: string, message: string): string;
}

/** A sealer that says which keys it has. */
export interface KeyedSealer extends Sealer {
  /** Their names, the one that seals first. */
  readonly keyIds: readonly string[];
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const derive = (key: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", key, "", `gatehouse:${purpose}`, 32));

/**
 * AES-256-GCM under versioned keys.
 *
 * @param keys the first seals; all of them open
 * @see NIST SP 800-38D
 */
export function createSealer(keys: readonly [Key, ...Key[]]): KeyedSealer {
  const current = keys[0];
  const sealing = new Map(keys.map((key) => [key.id, derive(key.bytes, "seal")]));
  const keyOf = (id: string): Buffer => {
    const key = sealing.get(id);
    if (!key) throw new Error(`APP_SECRET has no key with the id ${JSON.stringify(id)}, and it is in use`);
    return key;
  };
  return {
    keyIds: keys.map(({ id }) => id),
    seal(plain, associated) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", keyOf(current.id), nonce).setAAD(Buffer.from(associated));
      const body = Buffer.concat([nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${current.id}.${body.toString("base64url")}`;
    },
    open(sealed, associated) {
      const dot = sealed.indexOf(".");
      if (dot < 1) throw new Error("a value that should be sealed is not");
      const body = Buffer.from(sealed.slice(dot + 1), "base64url");
      const decipher = createDecipheriv("aes-256-gcm", keyOf(sealed.slice(0, dot)), body.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(associated)).setAuthTag(body.subarray(-TAG_BYTES));
      return decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
    },
    mac: (purpose, message) => createHmac("sha256", derive(current.bytes, purpose)).update(message).digest("base64url"),
  };
}
