/** One import or re-export of a file. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased when the code runs: `import type`, `export type`, `typeof import()`. */
  readonly typeOnly: boolean;
  /** `export ... from`. */
  readonly reExport: boolean;
  /** The text between the keyword and `from`. */
  readonly clause: string;
}

// TypeScript 7 has no compiler API for JavaScript, so imports are found by their shape. Biome's format keeps it regular.
const FROM = /^[ \t]*(import|export)\s+((?:type\s+)?(?:[\w$*{])[^;"'`]*?)\bfrom\s*["']([^"'\n]+)["']/gm;
const BARE = /^[ \t]*import\s*["']([^"'\n]+)["']/gm;
const DYNAMIC = /(typeof\s+)?\bimport\(\s*["']([^"'\n]+)["']\s*\)(\.[A-Z])?/g;
const TYPE = /^type\s+(?!from\b)/;
const COMMENT = /^\s*(\/\/|\/?\*)/;

const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;

/** Finds what a file imports. */
export function importsOf(text: string): Import[] {
  const lines = text.split("\n");
  const found: Import[] = [];
  const add = (match: RegExpExecArray, rest: Omit<Import, "line">) => {
    const line = lineAt(text, match.index + match[0].search(/\S/));
    if (!COMMENT.test(lines[line - 1] ?? "")) found.push({ ...rest, line });
  };
  for (const match of text.matchAll(FROM)) {
    const [, keyword, clause = "", specifier = ""] = match;
    add(match, { specifier, clause, typeOnly: TYPE.test(clause), reExport: keyword === "export" });
  }
  for (const match of text.matchAll(BARE)) {
    add(match, { specifier: match[1] ?? "", clause: "", typeOnly: false, reExport: false });
  }
  for (const match of text.matchAll(DYNAMIC)) {
    const typeOnly = match[1] !== undefined || match[3] !== undefined;
    add(match, { specifier: match[2] ?? "", clause: "", typeOnly, reExport: false });
  }
  return found;
}
