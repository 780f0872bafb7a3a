/** One `local@domain` and nothing around it: no second address, no display name, no quoting, no control character. */
const ONE_ADDRESS = /^[^\s\p{Cc}@,;:<>()[\]\\"]{1,64}@[^\s\p{Cc}@,;:<>()[\]\\"]{1,253}$/u;

/**
 * The last gate before a header: whoever passes an address has checked it for sense, this checks it for harm.
 *
 * @throws Error, without the address, when it could be read as more than one address or as another header
 * @see RFC 5321 section 4.5.3.1 (lengths); CWE-93
 */
export function requireOneAddress(address: string): string {
  if (!ONE_ADDRESS.test(address)) throw new Error("a mail's recipient is not one plain address");
  return address;
}
