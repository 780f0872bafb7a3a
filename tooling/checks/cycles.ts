import { type Fault, type House, resolveImport } from "./house.ts";

/** Finds import cycles between files. What is erased when the code runs makes none. */
export function checkCycles(house: House): Fault[] {
  const done = new Set<string>();
  const path: string[] = [];
  const faults: Fault[] = [];
  const visit = (current: string): void => {
    if (done.has(current)) return;
    const start = path.indexOf(current);
    if (start >= 0) {
      faults.push(`cycle: ${[...path.slice(start), current].join(" -> ")}`);
      return;
    }
    path.push(current);
    for (const target of targetsOf(house, current)) visit(target);
    path.pop();
    done.add(current);
  };
  for (const file of house.files) visit(file.path);
  return faults;
}

const targetsOf = (house: House, path: string): string[] =>
  (house.byPath.get(path)?.imports ?? [])
    .filter(({ typeOnly }) => !typeOnly)
    .flatMap(({ specifier }) => resolveImport(house, path, specifier) ?? []);
