import type { House } from "./house.ts";

/** Every row of every table that is not PostgreSQL's own, as text, under the table's name. */
export async function dump({ world }: House): Promise<ReadonlyMap<string, readonly string[]>> {
  const { admin } = world.database;
  const tables = await admin<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1`;
  const found = new Map<string, string[]>();
  for (const { name } of tables) {
    const rows = await admin.unsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from ${name} t`);
    found.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return found;
}

/** The forms in which a secret could be hiding: as it is, and as text and bytes are commonly written. */
const formsOf = (secret: string): string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  ...(["base64", "base64url", "hex"] as const).map((form) => Buffer.from(secret).toString(form).replace(/=+$/, "")),
];

/** The names of those secrets that stand in a text, in whatever form. */
export const secretsIn = (text: string, secrets: Readonly<Record<string, string>>): string[] =>
  Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
    .map(([name]) => name);
