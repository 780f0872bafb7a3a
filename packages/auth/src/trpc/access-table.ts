import type { AnyRouter } from "@trpc/server";
import type { AccessRow } from "../access/matrix.ts";
import { accessOf, type GateMeta } from "./guards.ts";

interface Definition {
  readonly type: AccessRow["type"];
  readonly meta?: GateMeta;
}

/**
 * Reads what a running router declares: every procedure with its access and what else its meta demands, by path. It is the very value
 * that the guards enforce, so the table cannot say anything else than what happens.
 *
 * @param router any router whose procedures passed the guards; one that passed none has the access null
 */
export function accessTableOf(router: AnyRouter): readonly AccessRow[] {
  const found = Object.entries(router._def.procedures as Record<string, { _def: Definition }>);
  const rows = found.map(([path, { _def }]): AccessRow => {
    const { type, meta } = _def;
    const { stepUp = false, limit = null, audit = null } = meta ?? {};
    return { path, type, access: accessOf(meta) ?? null, stepUp, limit, audit };
  });
  return rows.sort((a, b) => a.path.localeCompare(b.path));
}
