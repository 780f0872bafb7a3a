import type { Fault, House } from "./house.ts";

interface Sole {
  readonly specifier: RegExp;
  readonly clause?: RegExp;
  readonly what: string;
  readonly allowed: readonly string[];
}

/** What one file alone may import, so that it can be replaced in one commit. */
const SOLE: readonly Sole[] = [
  { specifier: /^@node-rs\/argon2$/, what: "argon2", allowed: ["packages/auth/src/passwords/hash.ts"] },
  { specifier: /^lucia(\/|$)/, what: "lucia", allowed: ["packages/auth/src/sessions/lucia.ts"] },
  {
    specifier: /^@trpc\/server/,
    clause: /\binitTRPC\b/,
    what: "initTRPC",
    allowed: ["packages/auth/src/trpc/guards.ts", "apps/api/src/trpc.ts", "tooling/bench/permission-server.ts"],
  },
];

/** Checks the imports that are reserved to one place. A test may stand up a host of its own. */
export const checkImporters = (house: House): Fault[] =>
  house.files
    .filter(({ isTest }) => !isTest)
    .flatMap(({ path, imports }) =>
      imports.flatMap(({ specifier, clause, line }) =>
        SOLE.filter((sole) => sole.specifier.test(specifier) && (sole.clause?.test(clause) ?? true))
          .filter(({ allowed }) => !allowed.includes(path))
          .map(({ what, allowed }) => `${path}:${line}: only ${allowed.join(" and ")} may import ${what}`),
      ),
    );
