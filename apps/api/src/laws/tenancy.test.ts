// Threat: a query that forgets its WHERE, or SQL that an attacker runs as the application. The database is the second layer.
import type { Sql } from "@gatehouse/db";
import { type Actor, newId } from "@gatehouse/kernel";
import { sql as query } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDocument } from "../documents/documents.ts";
import { plantApiKey } from "../testing/api-keys.ts";
import { newEmail } from "../testing/fixtures.ts";
import { openHouse } from "../testing/house.ts";
import { plantInvitation } from "../testing/invitations.ts";

const house = await openHouse();
const { admin, db } = house.world.database;
afterAll(house.close);

/** Every table with rows of a tenant, from the catalogue, so that a new one is covered the day it is made. */
const tenantTables = await admin<{ name: string; column: string; forced: boolean }[]>`
  select format('%I.%I', n.nspname, c.relname) as name, a.attname as column, c.relrowsecurity and c.relforcerowsecurity as forced
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and not a.attisdropped
    and (a.attname = 'organization_id' or (n.nspname, c.relname, a.attname) = ('auth', 'organizations', 'id'))
  order by 1`;

type Role = "gatehouse_app" | "gatehouse_tenant";
type Settings = Readonly<Record<"user_id" | "organization_id", string>>;
const NOBODY: Settings = { user_id: "", organization_id: "" };

let mine: { organizationId: string; actor: Actor };

beforeAll(async () => {
  const tenants = [await house.world.organization("member"), await house.world.organization("member")];
  for (const { organizationId, people } of tenants) {
    const { door } = await house.world.context(people[0]?.token ?? null);
    const actor = door.actor as Actor;
    await db.tenantWork(door.request, actor, organizationId, (work) => createDocument(work, { title: "T", body: "B" }));
    await admin`
      insert into auth.roles (organization_id, key, name, permissions, created_at, updated_at)
      values (${organizationId}, 'writer', 'Writer', '{document:write}', now(), now())`;
    await admin`
      insert into auth.access_requests (id, organization_id, user_id, permission, created_at)
      values (${newId("arq")}, ${organizationId}, ${actor.userId}, 'document:write', now())`;
    await admin`insert into auth.break_glass_uses values (${organizationId}, ${actor.sessionId}, now())`;
    await admin`
      insert into auth.requirements (organization_id, mfa_for_all, mfa_roles, email_domains, address_ranges, updated_at)
      values (${organizationId}, false, '{}', '{}', '{}', now())`;
    await plantInvitation(house, organizationId, newEmail());
    await plantApiKey(house, organizationId);
    mine = { organizationId, actor };
  }
  await house.world.auth.audit.seal();
});

/** Runs statements as one of the two roles, and leaves nothing behind. */
async function as<Result>(
  role: Role,
  settings: Settings,
  run: (tx: Pick<Sql, "unsafe">) => Promise<Result>,
): Promise<Result> {
  const undo = new Error("undo");
  let result: Result | undefined;
  await admin
    .begin(async (tx) => {
      await tx`select set_config('gatehouse.user_id', ${settings.user_id}, true),
        set_config('gatehouse.organization_id', ${settings.organization_id}, true)`;
      await tx.unsafe(`set local role ${role}`);
      result = await run(tx);
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return result as Result;
}

/** How many rows a statement reads or changes; "denied" where the role may not even try. */
async function rowsOf(role: Role, settings: Settings, statement: string): Promise<number | "denied"> {
  try {
    return await as(role, settings, async (tx) => (await tx.unsafe(statement)).count);
  } catch (error) {
    if ((error as { code?: string }).code === "42501") return "denied";
    throw error;
  }
}

const NONE = [0, "denied"];

describe("the tables of the tenants", () => {
  it("are found, and hold rows of two tenants", async () => {
    expect(tenantTables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["app.documents", "audit.events", "auth.memberships", "auth.organizations"]),
    );
    for (const { name, column } of tenantTables) {
      const [row] = await admin.unsafe(`select count(distinct ${column})::int as tenants from ${name}`);
      expect(row?.tenants, name).toBeGreaterThan(1);
    }
  });

  it.each(tenantTables)("$name binds its own owner too: row-level security is forced", ({ forced }) => {
    expect(forced).toBe(true);
  });

  describe.each<[string, Role, Settings]>([
    ["the application outside a work", "gatehouse_app", NOBODY],
    ["the tenant role without a tenant", "gatehouse_tenant", NOBODY],
    ["the tenant role in an organization that is none", "gatehouse_tenant", { ...NOBODY, organization_id: "org_none" }],
    [
      "the application with an organization but not the tenant's role",
      "gatehouse_app",
      { ...NOBODY, organization_id: "%" },
    ],
  ])("show no row to %s", (_who, role, settings) => {
    it.each(tenantTables)("reading $name", async ({ name }) => {
      expect(NONE).toContain(await rowsOf(role, settings, `select * from ${name}`));
    });
    it.each(tenantTables)("changing $name", async ({ name, column }) => {
      expect(NONE).toContain(await rowsOf(role, settings, `update ${name} set ${column} = ${column}`));
      expect(NONE).toContain(await rowsOf(role, settings, `delete from ${name}`));
    });
  });

  it.each(tenantTables)(
    "$name shows a tenant its own rows and no other, and takes none for another",
    async ({ name, column }) => {
      const settings = { user_id: mine.actor.userId, organization_id: mine.organizationId };
      const seen = await as("gatehouse_tenant", settings, (tx) =>
        tx.unsafe(`select distinct ${column} as id from ${name}`),
      );
      expect([...seen]).toEqual([{ id: mine.organizationId }]);
      const [other] = await admin.unsafe(`select ${column} as id from ${name} where ${column} <> $1 limit 1`, [
        mine.organizationId,
      ]);
      for (const statement of [
        `update ${name} set ${column} = '${other?.id}'`,
        `delete from ${name} where ${column} = '${other?.id}'`,
      ]) {
        expect(NONE).toContain(await rowsOf("gatehouse_tenant", settings, statement));
      }
    },
  );

  it("shows a person outside an organization the rows that name that person, to be read, and nothing else", async () => {
    const settings = { ...NOBODY, user_id: mine.actor.userId };
    const reading = async (statement: string) =>
      [...(await as("gatehouse_app", settings, (tx) => tx.unsafe(statement)))].map(({ id }) => id).sort();
    const own = [mine.organizationId, mine.actor.personalOrganizationId].sort();
    expect(await reading("select organization_id as id from auth.memberships")).toEqual(own);
    expect(await reading("select id from auth.organizations")).toEqual(own);
    const acts = await as("gatehouse_app", settings, (tx) => tx.unsafe("select distinct actor_id from audit.events"));
    expect([...acts]).toEqual([{ actor_id: mine.actor.userId }]);
    for (const { name, column } of tenantTables) {
      expect(NONE).toContain(await rowsOf("gatehouse_app", settings, `update ${name} set ${column} = ${column}`));
      expect(NONE).toContain(await rowsOf("gatehouse_app", settings, `delete from ${name}`));
      if (!name.startsWith("auth.") && name !== "audit.events")
        expect(NONE).toContain(await rowsOf("gatehouse_app", settings, `select from ${name}`));
    }
  });

  it("are as closed to the application's real connections, inside a work of nobody's and beside one", async () => {
    for (const { name } of tenantTables.filter(
      (table) => table.name !== "audit.events" && table.name !== "app.documents",
    )) {
      const inWork = await db.work(house.world.request(), ({ tx }) => tx.execute(query.raw(`select * from ${name}`)));
      expect([...inWork], name).toEqual([]);
      expect([...(await db.sql.unsafe(`select * from ${name}`))], name).toEqual([]);
    }
  });
});

describe("the log", () => {
  const inTenant = () => ({ user_id: mine.actor.userId, organization_id: mine.organizationId });
  it.each([
    "update audit.events set action = 'rewritten'",
    "delete from audit.events",
    "truncate audit.events",
    "merge into audit.events e using (select 1) s on true when matched then delete",
    "insert into audit.events (id, action, outcome, request_id, at) values ('e', 'x', 'success', 'r', now()) on conflict (id) do update set action = 'x'",
  ])("takes from neither role: %s", async (statement) => {
    expect(await rowsOf("gatehouse_app", NOBODY, statement)).toBe("denied");
    expect(await rowsOf("gatehouse_tenant", inTenant(), statement)).toBe("denied");
  });

  it("takes from a tenant no event of another", async () => {
    const forge = (organizationId: string) =>
      rowsOf(
        "gatehouse_tenant",
        inTenant(),
        `insert into audit.events (id, action, outcome, organization_id, request_id, at)
        values ('evt_forged', 'x', 'success', '${organizationId}', 'r', now())`,
      );
    expect(await forge(mine.organizationId)).toBe(1);
    expect(await forge("org_other")).toBe("denied");
  });
});

describe("the tenant role", () => {
  it("holds these rights and no others", async () => {
    const rights = await admin<{ line: string }[]>`
      select format('%I.%I: %s', n.nspname, c.relname, string_agg(right_, ', ' order by right_)) as line
      from pg_class c join pg_namespace n on n.oid = c.relnamespace,
        unnest(array['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRIGGER', 'TRUNCATE', 'UPDATE']) as right_
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
        and has_schema_privilege('gatehouse_tenant', n.oid, 'USAGE')
        and case when right_ in ('INSERT', 'SELECT', 'UPDATE', 'REFERENCES')
          then has_any_column_privilege('gatehouse_tenant', c.oid, right_) else has_table_privilege('gatehouse_tenant', c.oid, right_) end
      group by n.nspname, c.relname order by 1`;
    expect(rights.map(({ line }) => line)).toEqual([
      "app.documents: DELETE, INSERT, SELECT, UPDATE",
      "audit.checkpoints: SELECT",
      "audit.events: INSERT, SELECT",
      "audit.seals: SELECT",
      "auth.access_requests: DELETE, INSERT, SELECT",
      "auth.api_key_outcomes: INSERT, SELECT, UPDATE",
      "auth.api_keys: DELETE, INSERT, SELECT, UPDATE",
      "auth.break_glass_uses: INSERT, SELECT",
      "auth.invitations: DELETE, INSERT, SELECT, UPDATE",
      "auth.memberships: DELETE, INSERT, SELECT, UPDATE",
      "auth.organizations: DELETE, INSERT, SELECT, UPDATE",
      "auth.requirements: DELETE, INSERT, SELECT, UPDATE",
      "auth.roles: DELETE, INSERT, SELECT, UPDATE",
      "auth.users: SELECT",
    ]);
  });

  it.each([
    "auth.sessions",
    "auth.pending_sign_ups",
    "auth.epochs",
    "gatehouse_jobs.job",
    "limits.counters",
    "mail.mailbox",
    "gatehouse.migrations",
  ])("cannot read %s", async (table) => {
    await admin.unsafe(`select from ${table}`);
    expect(
      await rowsOf(
        "gatehouse_tenant",
        { user_id: mine.actor.userId, organization_id: mine.organizationId },
        `select * from ${table}`,
      ),
    ).toBe("denied");
  });

  it("sees of people only its members, and of them neither hash nor state", async () => {
    const settings = { user_id: mine.actor.userId, organization_id: mine.organizationId };
    const members = await as("gatehouse_tenant", settings, (tx) => tx.unsafe("select id from auth.users"));
    expect(members.count).toBe(2);
    for (const column of ["password_hash", "access_version", "personal_organization_id", "disabled_at"]) {
      expect(await rowsOf("gatehouse_tenant", settings, `select ${column} from auth.users`), column).toBe("denied");
    }
  });

  it("runs no function with its owner's rights", async () => {
    const elevated = await admin`
      select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')
        and has_function_privilege('gatehouse_tenant', p.oid, 'EXECUTE')`;
    expect([...elevated]).toEqual([]);
  });
});

it("neither role is a superuser, owns a table, or may pass row-level security", async () => {
  const roles = await admin`
    select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as mighty,
      (select count(*)::int from pg_class c where c.relowner = r.oid) as owns
    from pg_roles r where rolname in ('gatehouse_app', 'gatehouse_tenant') order by 1`;
  expect([...roles]).toEqual([
    { rolname: "gatehouse_app", mighty: false, owns: 0 },
    { rolname: "gatehouse_tenant", mighty: false, owns: 0 },
  ]);
});
