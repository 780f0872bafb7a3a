import { csvLine } from "@gatehouse/audit";
import type { AccessMatrix } from "./matrix.ts";

const FIELDS = ["path", "kind", "access", "step-up", "limit", "reason"];

const yesOrNo = (yes: boolean): string => (yes ? "yes" : "no");

/**
 * The matrix as a table for a spreadsheet: a line for each way in, a column for each role. A role stands under its name and its key,
 * because a name alone is only what somebody called it.
 *
 * @returns CSV of RFC 4180, none of whose cells a spreadsheet takes for a formula
 */
export function matrixCsv({ roles, procedures, doors }: AccessMatrix): string {
  const cellsOf = (open: readonly string[]) => roles.map(({ key }) => yesOrNo(open.includes(key)));
  const lines = [
    [...FIELDS, ...roles.map(({ key, name }) => `${name} (${key})`)],
    ...procedures.map(({ path, type, access, stepUp, limit, roles: open }) => [
      ...[path, type, access, yesOrNo(stepUp), limit, ""],
      ...cellsOf(open),
    ]),
    ...doors.map(({ path, permission, reason, roles: open }) => [
      ...[path, "door", permission, "", "", reason],
      ...cellsOf(open),
    ]),
  ];
  return lines.map(csvLine).join("");
}
