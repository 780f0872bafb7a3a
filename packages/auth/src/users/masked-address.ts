/**
 * An address that its owner knows again and nobody else learns: `pat.person@example.com` becomes `p***@example.com`. How long the first
 * part is, is not told.
 */
export const maskedAddress = (email: string): string => email.replace(/^(.)[^@]*/u, "$1***");
