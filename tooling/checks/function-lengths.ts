import { capture } from "./command.ts";

/** A function that spans several lines, from its first to its last. */
export interface FunctionLength {
  readonly path: string;
  readonly line: number;
  readonly lines: number;
}

interface Report {
  readonly diagnostics: readonly {
    readonly location: { readonly path: string; readonly start: { line: number }; readonly end: { line: number } };
  }[];
}

const LINT = [
  "lint",
  "--config-path=tooling/checks/function-lengths.json",
  "--max-diagnostics=none",
  "--reporter=json",
];

/** Asks Biome for every function longer than one line, which is how to learn their lengths without a compiler API. */
export async function readFunctionLengths(): Promise<FunctionLength[]> {
  const { stdout } = await capture("biome", [...LINT, "packages", "apps", "tooling"]);
  const { diagnostics } = JSON.parse(stdout) as Report;
  return diagnostics
    .map(({ location: { path, start, end } }) => ({ path, line: start.line, lines: end.line - start.line + 1 }))
    .filter(({ path }) => !/\.test\.tsx?$|^tooling\/e2e\//.test(path));
}
