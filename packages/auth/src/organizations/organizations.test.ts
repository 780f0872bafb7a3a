// Threat: an organization without an owner, one that reads another's rows, a name that breaks a URL, a page that hides somebody.
import type { Actor } from "@gatehouse/kernel";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definePolicy } from "../access/define-policy.ts";
import { authPermissions } from "../permissions.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import { slugBeside, slugOf } from "./slug.ts";

let world: World<keyof typeof authPermissions>;
beforeAll(async () => {
  world = await createWorld({ policy: definePolicy(authPermissions) });
});
afterAll(() => world.close());

async function actorOf({ token }: Person): Promise<Actor> {
  const admission = await world.auth.gate.admit(world.request(), token);
  if (!admission) throw new Error("a person of this world is admitted");
  return admission.actor;
}
const create = async (person: Person, name: string) =>
  world.auth.db.userWork(world.request(), await actorOf(person), (work) =>
    world.auth.organizations.create(work, { name }),
  );

describe("a slug", () => {
  test.each([
    ["Acme & Söhne", "acme-sohne"],
    ["  Otters  ", "otters"],
    ["Crème Brûlée", "creme-brulee"],
    ["ﬁne Ⅻ", "fine-xii"],
    ["---", "organization"],
    ["", "organization"],
    ["東京", "organization"],
    ["🦦🦦🦦", "organization"],
    ["../../etc/passwd", "etc-passwd"],
    ["<script>alert(1)</script>", "script-alert-1-script"],
  ])("of %j is %s", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  test("of any name may stand in a URL, and is not empty or too long", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 100 }), fc.string({ unit: "grapheme" })), (name) => {
        for (const slug of [slugOf(name), slugBeside(slugOf(name))]) {
          expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
          expect(slug.length).toBeLessThanOrEqual(47);
        }
      }),
    );
  });

  test("that is taken gets a tail, though the other organization cannot be seen", async () => {
    const [pat, eve] = [await world.signUp(), await world.signUp()];
    expect((await create(pat, "Herons")).slug).toBe("herons");
    expect((await create(eve, "Herons")).slug).toMatch(/^herons-[0-9a-f]{6}$/);
    expect((await create(eve, "HERONS!")).slug).toMatch(/^herons-[0-9a-f]{6}$/);
  });

  test("is each organization's own, of ten that are made with one name at once", async () => {
    const pat = await world.signUp();
    const made = await Promise.all(Array.from({ length: 10 }, () => create(pat, "Kingfishers")));
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(10);
  });

  test("stays when the organization is renamed", async () => {
    const pat = await world.signUp();
    const { id, slug } = await create(pat, "Bitterns");
    const renamed = await world.auth.db.tenantWork(world.request(), await actorOf(pat), id, (work) =>
      world.auth.organizations.update(work, { name: "Egrets" }),
    );
    expect(renamed).toMatchObject({ name: "Egrets", slug });
  });
});

describe("an organization", () => {
  test("belongs to whoever made it, and to nobody else", async () => {
    const [pat, eve] = [await world.signUp(), await world.signUp()];
    const { id } = await create(pat, "Avocets");
    const rows = await world.database.admin`select user_id, role from auth.memberships where organization_id = ${id}`;
    expect(rows).toEqual([{ user_id: pat.userId, role: "owner" }]);
    const seen = await world.auth.db.userWork(world.request(), await actorOf(eve), (work) =>
      world.auth.organizations.list(work, {}),
    );
    expect(seen.items.map((item) => item.id)).toEqual([eve.personalOrganizationId]);
  });

  test("that is another's is not found and not changed from inside one's own", async () => {
    const [pat, eve] = [await world.signUp(), await world.signUp()];
    const { id } = await create(pat, "Dunlins");
    const inEves = async <Result>(fn: Parameters<typeof world.auth.db.tenantWork<Result>>[3]) =>
      world.auth.db.tenantWork(world.request(), await actorOf(eve), eve.personalOrganizationId, fn);
    await expect(inEves((work) => world.auth.organizations.get({ ...work, organizationId: id }))).rejects.toMatchObject(
      { code: "organization.not_found" },
    );
    await expect(
      inEves((work) => world.auth.organizations.update({ ...work, organizationId: id }, { name: "Mine" })),
    ).rejects.toMatchObject({ code: "organization.not_found" });
    expect(await inEves((work) => world.auth.members.list({ ...work, organizationId: id }, {}))).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  test("is made and renamed with its events, in its own log", async () => {
    const pat = await world.signUp();
    const { id } = await create(pat, "Plovers");
    await world.auth.db.tenantWork(world.request(), await actorOf(pat), id, (work) =>
      world.auth.organizations.update(work, { name: "Lapwings" }),
    );
    const events = await world.database
      .admin`select action, actor_id, target, detail from audit.events where organization_id = ${id} order by seq`;
    expect(events).toEqual([
      { action: "organization.created", actor_id: pat.userId, target: id, detail: {} },
      { action: "organization.updated", actor_id: pat.userId, target: id, detail: { name: "Lapwings" } },
    ]);
  });

  test("that is personal comes with its account, named for the person, who owns it alone", async () => {
    const pat = await world.signUp("Pat Person");
    const items = (
      await world.auth.db.userWork(world.request(), await actorOf(pat), (work) =>
        world.auth.organizations.list(work, {}),
      )
    ).items;
    expect(items).toMatchObject([
      { id: pat.personalOrganizationId, name: "Pat Person", personal: true, role: "owner" },
    ]);
  });

  test("has the tables of its rows guarded even against their owner", async () => {
    const tables = await world.database.admin`
      select relname as name, relrowsecurity as on, relforcerowsecurity as forced from pg_class
      where relnamespace = 'auth'::regnamespace and relname in ('organizations', 'memberships') order by relname`;
    expect(tables).toEqual([
      { name: "memberships", on: true, forced: true },
      { name: "organizations", on: true, forced: true },
    ]);
  });
});

interface Listed {
  readonly items: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}

/** Every page of a list, and what stood in them. */
async function pagesOf(list: (page: { cursor: string | null; limit: number }) => Promise<Listed>, limit: number) {
  const pages: (readonly Record<string, unknown>[])[] = [];
  let cursor: string | null = null;
  do {
    const page: Listed = await list({ cursor, limit });
    pages.push(page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return pages;
}

describe("a list", () => {
  test.each([1, 2, 3, 7, 100])("of members in pages of %i shows everyone once, in one order", async (limit) => {
    const { organizationId, people } = await world.organization(
      "viewer",
      "member",
      "member",
      "admin",
      "viewer",
      "member",
    );
    const actor = await actorOf(people[0] as Person);
    const pages = await pagesOf(
      async (page) =>
        (await world.auth.db.tenantWork(world.request(), actor, organizationId, (work) =>
          world.auth.members.list(work, page),
        )) as unknown as Listed,
      limit,
    );
    expect(pages.flat().map(({ userId }) => userId)).toEqual(people.map(({ userId }) => userId).toSorted());
    expect(pages).toHaveLength(Math.ceil(7 / limit));
    for (const { role, roleName, mfa } of pages.flat()) {
      expect(String(roleName).toLowerCase()).toBe(role);
      expect(mfa).toBe(role === "owner" || role === "admin");
    }
    expect(pages.flat()[0]).toEqual({
      userId: expect.stringMatching(/^usr_/),
      name: expect.any(String),
      email: expect.stringContaining("@"),
      role: expect.any(String),
      roleName: expect.any(String),
      mfa: expect.any(Boolean),
      needsFactor: false,
      joinedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  test("of organizations in pages shows each once, and one that is made meanwhile neither hides nor doubles any", async () => {
    const pat = await world.signUp();
    const made = [{ id: pat.personalOrganizationId }];
    for (let at = 0; at < 5; at += 1) made.push(await create(pat, `Waders ${at}`));
    const actor = await actorOf(pat);
    let calls = 0;
    const pages = await pagesOf(async (page) => {
      const answer = await world.auth.db.userWork(world.request(), actor, (work) =>
        world.auth.organizations.list(work, page),
      );
      calls += 1;
      if (calls === 1) made.push(await create(pat, "Late waders"));
      return answer as unknown as Listed;
    }, 2);
    expect(pages.flat().map(({ id }) => id)).toEqual(made.map(({ id }) => id));
  });

  test("whose cursor is nonsense is answered, and shows nothing that it should not", async () => {
    const { organizationId, people } = await world.organization();
    const actor = await actorOf(people[0] as Person);
    for (const cursor of ["", "zzz", "' or 1=1 --", "usr_"]) {
      const { items } = await world.auth.db.tenantWork(world.request(), actor, organizationId, (work) =>
        world.auth.members.list(work, { cursor }),
      );
      expect(items.length).toBeLessThanOrEqual(1);
    }
  });
});
