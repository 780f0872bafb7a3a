// Threat: an auditor who reads a table that is not what happens, or whose spreadsheet runs what somebody called a role.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { authPermissions } from "../permissions.ts";
import { createBrowser } from "../testing/browser.ts";
import { refusalOf } from "../testing/passkeys.ts";
import { createWorld, type Person, type World } from "../testing/world.ts";
import { BUILT_IN_ROLES, definePolicy } from "./define-policy.ts";
import { type AccessMatrix, type AccessTable, matrixOf } from "./matrix.ts";
import { matrixCsv } from "./matrix-csv.ts";

const policy = definePolicy({ ...authPermissions, "cup:fill": { from: "member", says: "Fill cups" } });
let world: World<keyof typeof policy.table & string>;
let organizationId: string;
let owner: Person;
let viewer: Person;

beforeAll(async () => {
  world = await createWorld({ policy });
});
afterAll(() => world.close());
beforeEach(async () => {
  const team = await world.organization("viewer");
  organizationId = team.organizationId;
  [owner, viewer] = team.people as [Person, Person];
});

const callerOf = async ({ token }: Person) => createBrowser(world, token).call();
const matrix = async () => (await (await callerOf(owner)).access.matrix({ organizationId })) as AccessMatrix;
const csv = async () => (await (await callerOf(owner)).access.matrix({ organizationId, format: "csv" })) as string;
const rowOf = ({ procedures }: AccessMatrix, path: string) => procedures.find((row) => row.path === path);
const makeRole = async (key: string, name: string, permissions: string[]) =>
  (await callerOf(owner)).role.create({ organizationId, key, name, permissions });

describe("the matrix", () => {
  test("has a row for each procedure and says which roles it opens to, the organization's own included", async () => {
    await makeRole("auditor", "Auditor", ["role:*", "member:read"]);
    const whole = await matrix();
    expect(whole.roles).toEqual([
      ...BUILT_IN_ROLES.map((key) => ({ key, name: `${key[0]?.toUpperCase()}${key.slice(1)}`, builtIn: true })),
      { key: "auditor", name: "Auditor", builtIn: false },
    ]);
    expect(rowOf(whole, "role.create")).toEqual({
      path: "role.create",
      type: "mutation",
      access: "role:manage",
      stepUp: true,
      limit: null,
      audit: null,
      roles: ["admin", "owner", "auditor"],
    });
    expect(rowOf(whole, "auth.signIn")).toMatchObject({ access: "public", roles: [...BUILT_IN_ROLES, "auditor"] });
    expect(rowOf(whole, "session.list")).toMatchObject({ access: "signed in", roles: [...BUILT_IN_ROLES, "auditor"] });
    expect(rowOf(whole, "member.list")?.roles).toEqual([...BUILT_IN_ROLES, "auditor"]);
    expect(rowOf(whole, "organization.update")?.roles).toEqual(["admin", "owner"]);
  });

  test("follows a role that changes, and knows nothing of another organization's", async () => {
    const other = await world.organization();
    await (await callerOf(other.people[0] as Person)).role.create({
      organizationId: other.organizationId,
      name: "Stranger",
      permissions: [],
    });
    await makeRole("auditor", "Auditor", []);
    expect(rowOf(await matrix(), "role.list")?.roles).toEqual(["admin", "owner"]);
    await (await callerOf(owner)).role.update({ organizationId, key: "auditor", permissions: ["role:read"] });
    const after = await matrix();
    expect(rowOf(after, "role.list")?.roles).toEqual(["admin", "owner", "auditor"]);
    expect(after.roles.map(({ name }) => name)).not.toContain("Stranger");
  });

  test("shows what nobody declared as open to nobody, and the doors beside it by their permission", async () => {
    const table: AccessTable = {
      procedures: [{ path: "cup.drop", type: "mutation", access: null, stepUp: false, limit: null, audit: null }],
      doors: [
        { path: "/open", permission: null, reason: "anybody may look" },
        { path: "/cups", permission: "cup:fill", reason: "a download" },
      ],
    };
    const actor = (await world.context(owner.token)).door.actor;
    if (!actor) throw new Error("no session");
    const derived = await world.auth.db.tenantWork(world.request(), actor, organizationId, (work) =>
      matrixOf(policy, work, table),
    );
    expect(derived.procedures[0]?.roles).toEqual([]);
    expect(derived.doors.map(({ path, roles }) => [path, roles])).toEqual([
      ["/open", [...BUILT_IN_ROLES]],
      ["/cups", ["member", "admin", "owner"]],
    ]);
    expect(matrixCsv(derived).split("\r\n").slice(1)).toEqual([
      '"cup.drop","mutation","","no","","","no","no","no","no"',
      '"/open","door","","","","anybody may look","yes","yes","yes","yes"',
      '"/cups","door","cup:fill","","","a download","no","yes","yes","yes"',
      "",
    ]);
  });

  test("is for whoever may read roles", async () => {
    expect(await refusalOf((await callerOf(viewer)).access.matrix({ organizationId }))).toBe(
      "access.permission_missing",
    );
  });
});

describe("as a table for an auditor", () => {
  test("it has a line for each way in, and a column for each role", async () => {
    const lines = (await csv()).split("\r\n");
    expect(lines[0]).toBe(
      '"path","kind","access","step-up","limit","reason","Viewer (viewer)","Member (member)","Admin (admin)","Owner (owner)"',
    );
    expect(lines).toContain('"role.create","mutation","role:manage","yes","","","no","no","yes","yes"');
    expect(lines).toHaveLength((await matrix()).procedures.length + 2);
  });

  test.each(['=HYPERLINK("http://evil.example")', "+1+1", "-2+3", "@SUM(A1)"])(
    "it runs nothing of what a role was called: %s",
    async (name) => {
      await makeRole("auditor", name, []);
      const [header] = (await csv()).split("\r\n");
      expect(header).toContain(`"'${name.replaceAll('"', '""')} (auditor)"`);
    },
  );
});
