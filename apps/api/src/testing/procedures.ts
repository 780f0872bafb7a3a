import type { AccessRow } from "@gatehouse/auth";
import { accessTableOf } from "@gatehouse/auth/trpc";
import type { AnyRouter } from "@trpc/server";
import { z } from "zod";

/** One procedure as it stands in the running router. */
export interface Procedure extends AccessRow {
  readonly inputs: readonly z.ZodType[];
  /** The keys that its inputs know. */
  readonly keys: readonly string[];
}

interface JsonSchema {
  readonly properties?: Record<string, JsonSchema>;
}

interface Definition {
  readonly inputs: readonly z.ZodType[];
}

const keysOf = (schema: z.ZodType): string[] =>
  Object.keys((z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema).properties ?? {});

/** Walks a running router: every procedure of it, by path. */
export function proceduresOf(router: AnyRouter): readonly Procedure[] {
  const found = router._def.procedures as Record<string, { _def: Definition }>;
  return accessTableOf(router).map((row) => {
    const { inputs = [] } = found[row.path]?._def ?? {};
    return { ...row, inputs, keys: inputs.flatMap(keysOf) };
  });
}
