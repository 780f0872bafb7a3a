import type { FunctionLength } from "./function-lengths.ts";
import type { Fault, House } from "./house.ts";

const MAX_FILE_LINES = 300;
const MAX_TEST_LINES = 400;
const MEDIAN_FILE_LINES = 70;
const USUAL_FILE_LINES = 200;
const MAX_FUNCTION_LINES = 60;
const USUAL_FUNCTION_LINES = 35;

const TEST = /\.test\.tsx?$/;
const maxLinesOf = (path: string): number => (TEST.test(path) ? MAX_TEST_LINES : MAX_FILE_LINES);

/** Checks the sizes of files and functions: smell detectors, behind which a noun is missing. */
export function checkSizes(house: House, functions: readonly FunctionLength[]): Fault[] {
  const sources = house.files.filter(({ path }) => !TEST.test(path)).map(({ lines }) => lines);
  const lengths = functions.map(({ lines }) => lines);
  const longFiles = house.files
    .filter(({ path, lines }) => lines > maxLinesOf(path))
    .map(({ path, lines }) => `${path}: ${lines} lines, ${maxLinesOf(path)} at most`);
  const longFunctions = functions
    .filter(({ lines }) => lines > MAX_FUNCTION_LINES)
    .map(({ path, line, lines }) => `${path}:${line}: a function of ${lines} lines, ${MAX_FUNCTION_LINES} at most`);
  return [
    ...longFiles,
    ...longFunctions,
    ...tooLong("the median file", quantile(sources, 0.5), MEDIAN_FILE_LINES),
    ...tooLong("one file in ten", quantile(sources, 0.9), USUAL_FILE_LINES),
    ...tooLong("one function in ten", quantile(lengths, 0.9), USUAL_FUNCTION_LINES),
  ];
}

const tooLong = (what: string, lines: number, max: number): Fault[] =>
  lines > max ? [`${what} has ${lines} lines or more, ${max} at most`] : [];

/** The value below which that share lies. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
