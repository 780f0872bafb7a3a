import { createHmac } from "node:crypto";
import { type Sql, withClient } from "./connect.ts";

const DATABASE = "gatehouse";
const OWNER = "gatehouse_owner";
const LOGIN = "gatehouse_login";

/**
 * Makes the embedded server's database and its two logins: an owner who migrates and the application's, neither
 * of them a superuser. Their passwords follow from the server's own, so that two processes agree on them.
 *
 * @param url the superuser's
 */
export async function prepareEmbedded(url: string): Promise<{ owner: string; application: string }> {
  const passwordOf = (login: string) =>
    createHmac("sha256", decodeURIComponent(new URL(url).password))
      .update(login)
      .digest("base64url");
  await withClient(url, async (sql) => {
    const existing = await sql`select from pg_database where datname = ${DATABASE}`;
    if (existing.length === 0) await createDatabase(sql, passwordOf);
  });
  const urlOf = (login: string) => {
    const target = new URL(url);
    target.username = login;
    target.password = passwordOf(login);
    target.pathname = `/${DATABASE}`;
    return target.href;
  };
  return { owner: urlOf(OWNER), application: urlOf(LOGIN) };
}

async function createDatabase(sql: Sql, passwordOf: (login: string) => string): Promise<void> {
  const connection = await sql.reserve();
  try {
    await connection`select pg_advisory_lock(7140285)`;
    const made = await connection`select from pg_database where datname = ${DATABASE}`;
    if (made.length > 0) return;
    await connection.unsafe(`
      do $$ begin
        if not exists (select from pg_roles where rolname = '${OWNER}') then
          create role ${OWNER} login createrole password '${passwordOf(OWNER)}';
          create role gatehouse_app nologin;
          grant gatehouse_app to ${OWNER} with admin option;
          create role ${LOGIN} login password '${passwordOf(LOGIN)}' in role gatehouse_app;
        end if;
      end $$`);
    await connection.unsafe(`create database ${DATABASE} owner ${OWNER}`);
  } finally {
    connection.release();
  }
}
