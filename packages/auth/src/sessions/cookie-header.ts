/**
 * The value of one cookie in a `Cookie` header, read in place: this runs for each cookie of each request.
 *
 * @returns null when it is not there, or empty; of two with the same name the last
 * @see RFC 6265bis section 4.2.1
 */
export function cookieIn(header: string, name: string): string | null {
  const wanted = `${name}=`;
  for (let at = header.lastIndexOf(wanted); at !== -1; at = at === 0 ? -1 : header.lastIndexOf(wanted, at - 1)) {
    let before = at - 1;
    while (header[before] === " ") before -= 1;
    if (before >= 0 && header[before] !== ";") continue;
    const end = header.indexOf(";", at);
    return header.slice(at + wanted.length, end === -1 ? undefined : end).trim() || null;
  }
  return null;
}
