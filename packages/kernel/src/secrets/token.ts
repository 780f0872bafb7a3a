import { createHash, randomBytes } from "node:crypto";

/** 256 bits: twice what NIST SP 800-63B-4 section 5.1 asks of a session secret. */
const TOKEN_BYTES = 32;

/**
 * A new secret of 256 bits for somebody to carry. Store `digestOf` it, never the token.
 *
 * @param purpose stands in front, so that a token of one purpose is refused for another on sight
 * @returns for example `verify_pK3...`, base64url after the prefix
 */
export const newToken = (purpose: string): string => `${purpose}_${randomBytes(TOKEN_BYTES).toString("base64url")}`;

/** SHA-256 in base64url. Enough for secrets of 256 bits; never for passwords. */
export const digestOf = (token: string): string => createHash("sha256").update(token).digest("base64url");
