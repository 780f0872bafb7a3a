const FALLBACK = "/";

/**
 * Where to go after signing in. Only a page of this very origin is accepted, compared as a parsed URL, as
 * the browser itself will read it: `//elsewhere`, `/\elsewhere` and `javascript:` are all somewhere else.
 *
 * @returns a path with its query and fragment; `/` for whatever is not ours, and for the gate's own pages
 */
export function nextPath(wanted: string | undefined, origin: string): string {
  if (wanted === undefined) return FALLBACK;
  const parsed = URL.parse(wanted, origin);
  if (parsed === null || parsed.origin !== origin || !wanted.startsWith("/")) return FALLBACK;
  // A path may normalize into `//host`, which a router would take for another site.
  const path = `${parsed.pathname}${parsed.search}${parsed.hash}`;
  return path.startsWith("//") || /^\/(sign-in|sign-up)(\/|$)/.test(parsed.pathname) ? FALLBACK : path;
}
