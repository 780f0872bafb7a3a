/** What a URL's query may hold: any shape at all, until it is read by the names that a page knows. */
export type Search = Readonly<Record<string, unknown>>;

/** A text of the query; undefined for whatever else stands there, or nothing. A number was digits before the router read it. */
export function textIn(search: Search, name: string): string | undefined {
  const value = search[name];
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** One of the words that a page knows; undefined for any other. */
export const oneOf = <const Word extends string>(
  search: Search,
  name: string,
  words: readonly Word[],
): Word | undefined => words.find((word) => word === search[name]);
