import { capture } from "./command.ts";

/** A function and its own lines: what it defines inside itself are functions of their own. */
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
  const spans = diagnostics
    .map(({ location: { path, start, end } }) => ({ path, line: start.line, end: end.line }))
    .filter(({ path }) => !/\.test\.tsx?$|^tooling\/e2e\//.test(path));
  return ownLengths(spans);
}

/** Where a function stands: its first and its last line. */
interface Span {
  readonly path: string;
  readonly line: number;
  readonly end: number;
}

/** How long each function is without the functions that it defines inside itself. */
export const ownLengths = (spans: readonly Span[]): FunctionLength[] =>
  [...Map.groupBy(spans, ({ path }) => path).values()].flatMap((inFile) => inFile.map(ownLength(inFile)));

const lengthOf = ({ line, end }: Span): number => end - line + 1;
const holds = (outer: Span, inner: Span): boolean =>
  outer !== inner && outer.line <= inner.line && inner.end <= outer.end && lengthOf(outer) > lengthOf(inner);

const ownLength =
  (inFile: readonly Span[]) =>
  (span: Span): FunctionLength => {
    const inside = inFile.filter((other) => holds(span, other));
    const direct = inside.filter((other) => !inside.some((between) => holds(between, other)));
    const nested = direct.reduce((sum, other) => sum + lengthOf(other), 0);
    return { path: span.path, line: span.line, lines: lengthOf(span) - nested };
  };
