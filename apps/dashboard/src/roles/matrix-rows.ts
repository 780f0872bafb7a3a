import type { AccessMatrix } from "@gatehouse/auth";

/** One way in, as a line of the matrix shows it. */
export interface WayIn {
  readonly path: string;
  readonly kind: "query" | "mutation" | "subscription" | "door";
  /** "public", "signed in", or a permission; null where none was declared. */
  readonly access: string | null;
  /** Why it is open, where it is a door. */
  readonly reason: string | null;
  readonly stepUp: boolean;
  readonly limit: string | null;
  /** The keys of the roles that it is open to. */
  readonly roles: ReadonlySet<string>;
}

/** The ways in that are about one noun. */
export interface Ways {
  /** What stands before the dot of a procedure; `DOORS` for what is no procedure. */
  readonly noun: string;
  readonly ways: readonly WayIn[];
}

/** No router is called so: its name would not be one. */
export const DOORS = "/";

const nounOf = (path: string): string => path.split(".", 1)[0] ?? path;

/** Every way in, in the matrix's order: the procedures by their noun, and the doors after them. */
export function waysOf({ procedures, doors }: AccessMatrix): readonly Ways[] {
  const calls = procedures.map(({ type, roles, ...row }) => ({
    noun: nounOf(row.path),
    way: { ...row, kind: type, reason: null, roles: new Set(roles) } satisfies WayIn,
  }));
  const beside = doors.map(({ path, permission, reason, roles }) => ({
    noun: DOORS,
    way: { path, kind: "door", access: permission, reason, stepUp: false, limit: null, roles: new Set(roles) } as const,
  }));
  const groups = Map.groupBy([...calls, ...beside], ({ noun }) => noun);
  return [...groups].map(([noun, each]) => ({ noun, ways: each.map(({ way }) => way) }));
}

/** Those about one noun; all of them for none. */
export const about = (all: readonly Ways[], noun: string | undefined): readonly Ways[] =>
  noun === undefined ? all : all.filter((ways) => ways.noun === noun);

export const countOf = (all: readonly Ways[]): number => all.reduce((sum, { ways }) => sum + ways.length, 0);
