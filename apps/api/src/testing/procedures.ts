import { accessOf, type GateMeta } from "@gatehouse/auth/trpc";
import type { AnyRouter } from "@trpc/server";
import { z } from "zod";

/** One procedure as it stands in the running router. */
export interface Procedure {
  readonly path: string;
  readonly type: "query" | "mutation" | "subscription";
  /** "public", "signed in", a permission; undefined where nothing was declared. */
  readonly access: string | undefined;
  /** The event that says that somebody looked, where that is to be known. */
  readonly audit: string | undefined;
  readonly inputs: readonly z.ZodType[];
  /** The keys that its inputs know. */
  readonly keys: readonly string[];
}

interface JsonSchema {
  readonly properties?: Record<string, JsonSchema>;
}

interface Definition {
  readonly type: Procedure["type"];
  readonly meta?: unknown;
  readonly inputs: readonly z.ZodType[];
}

const keysOf = (schema: z.ZodType): string[] =>
  Object.keys((z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema).properties ?? {});

/** Walks a running router: every procedure of it, by path. */
export function proceduresOf(router: AnyRouter): readonly Procedure[] {
  const found = Object.entries(router._def.procedures as Record<string, { _def: Definition }>);
  return found
    .map(
      ([
        path,
        {
          _def: { type, meta, inputs },
        },
      ]) => ({
        path,
        type,
        access: accessOf(meta),
        audit: (meta as GateMeta | undefined)?.audit,
        inputs,
        keys: inputs.flatMap(keysOf),
      }),
    )
    .sort((a, b) => a.path.localeCompare(b.path));
}
