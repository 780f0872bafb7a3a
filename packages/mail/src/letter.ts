/** Whose mail it is: the name it bears and the origin that every link in it starts with. */
export interface Brand {
  readonly product: string;
  /** `APP_ORIGIN`, for example `https://gate.example.com`. Never taken from a request. */
  readonly origin: string;
}

/** The one thing that the reader is asked to do: a link on the brand's origin, so that no template can lead elsewhere. */
export interface Action {
  readonly label: string;
  readonly path: `/${string}`;
  /** Goes into the fragment, which no browser sends to a server, so that no log of a request holds it. */
  readonly token?: string;
}

/** What a mail says, before it has a shape. All of it is plain text: markup in it is shown, not obeyed. */
export interface Letter {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly action?: Action;
  readonly footnote?: string;
}

/** Writes one kind of letter. The input went through JSON: strings, numbers, booleans, null, lists and objects. */
export type Template<Input> = (input: Input, brand: Brand) => Letter;

/** Line breaks would end a header; bidirectional controls would show a name as something else. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** The text on one line, without characters that steer instead of say. */
export const oneLine = (text: string): string => text.replace(CONTROLS, " ").trim();

/**
 * The address behind an action.
 *
 * @throws Error when the path leads off the brand's origin; the message does not repeat it
 */
export function hrefOf({ path, token }: Action, { origin }: Brand): string {
  const url = URL.canParse(path, origin) ? new URL(path, origin) : null;
  if (url?.origin !== new URL(origin).origin) throw new Error("a mail's action leads off its origin");
  if (token !== undefined) url.hash = `token=${encodeURIComponent(token)}`;
  return url.href;
}
