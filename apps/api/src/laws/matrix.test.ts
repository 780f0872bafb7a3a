// Threat: a role that may do more than its policy says, or a change of access that nobody reviewed.
import { type AccessMatrix, BUILT_IN_ROLES, instancePermissions } from "@gatehouse/auth";
import { createInstanceAdmin, type Person } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { doorsOf } from "../doors/doors.ts";
import { type Permission, policy } from "../policy.ts";
import { callValid } from "../testing/fixtures.ts";
import { openHouse } from "../testing/house.ts";
import type { Procedure } from "../testing/procedures.ts";
import { type Answer, dataOf, errorOf } from "../testing/wire.ts";

/** Nobody; somebody signed in who is no member; the built-in roles; and whoever runs the installation, who is no member either. */
const CALLERS = ["nobody", "stranger", ...BUILT_IN_ROLES, "instance"] as const;
type Caller = (typeof CALLERS)[number];

const house = await openHouse();
afterAll(house.close);

let organizationId: string;
const people = new Map<Caller, Person>();
const seen = new Map<string, Map<Caller, number>>();

beforeAll(async () => {
  const team = await house.world.organization("viewer", "member", "admin");
  organizationId = team.organizationId;
  for (const [index, role] of (["owner", "viewer", "member", "admin"] as const).entries()) {
    people.set(role, team.people[index] as Person);
  }
  people.set("stranger", await house.world.signUp());
  people.set("nobody", await house.world.signUp());
  people.set("instance", await createInstanceAdmin(house.world));
  // The last one may not leave.
  await createInstanceAdmin(house.world);
});

async function callAs(procedure: Procedure, caller: Caller): Promise<Answer> {
  const person = people.get(caller) as Person;
  const answer = await callValid(procedure, { house, organizationId, person }, { signedIn: caller !== "nobody" });
  const row = seen.get(procedure.path) ?? new Map<Caller, number>();
  seen.set(procedure.path, row.set(caller, answer.status));
  return answer;
}

/** What the policy and the declared access say, in the status and code of the contract. */
function expected(
  { path, access }: Procedure,
  caller: Caller,
): { status: number; appCode?: string; missing?: string[] } {
  if (access === "public") return { status: 200 };
  if (Object.hasOwn(instancePermissions, access ?? "")) {
    return caller === "instance" ? { status: 200 } : { status: 404, appCode: "request.not_found" };
  }
  if (caller === "nobody") return { status: 401, appCode: "auth.session_required" };
  if (path === "account.delete" && caller === "owner") return { status: 409, appCode: "account.sole_owner" };
  if (access === "signed in") return { status: 200 };
  if (caller === "stranger" || caller === "instance") return { status: 404, appCode: "organization.not_found" };
  if (policy.permissionsOf(caller).has(access as Permission)) return { status: 200 };
  return { status: 403, appCode: "access.permission_missing", missing: [access as string] };
}

describe.each(house.procedures)("$path, for $access", (procedure) => {
  it.each(CALLERS)("answers as the policy says when the caller is: %s", async (caller) => {
    const { status, ...data } = expected(procedure, caller);
    const answer = await callAs(procedure, caller);
    expect(answer.status, answer.text).toBe(status);
    if (status === 200) expect(errorOf(answer)).toBeUndefined();
    else expect(errorOf(answer)?.data).toMatchObject(data);
  });
});

it("what the house answers as its matrix is what the calls were answered", async () => {
  const person = people.get("admin") as Person;
  const token = await house.startSession(person);
  const answer = await house.call("access.matrix", { organizationId, format: "json" }, { token });
  const matrix = dataOf(answer) as AccessMatrix;
  expect(matrix.procedures.map(({ path }) => path)).toEqual(house.procedures.map(({ path }) => path));
  for (const { path, access, stepUp, limit, roles } of matrix.procedures) {
    const procedure = house.procedures.find((row) => row.path === path);
    expect({ access, stepUp, limit }, path).toEqual({
      access: procedure?.access,
      stepUp: procedure?.stepUp,
      limit: procedure?.limit,
    });
    const passed = BUILT_IN_ROLES.filter((role) => ![401, 403, 404].includes(seen.get(path)?.get(role) ?? 0));
    // The organization's own roles, which other calls made, are nobody's here.
    const builtIn = roles.filter((key) => BUILT_IN_ROLES.some((role) => role === key));
    expect(builtIn, path).toEqual(passed);
  }
  expect(matrix.doors.map(({ path }) => path)).toEqual(doorsOf({ development: true }).map(({ path }) => path));
});

it("the table of who may call what changes only under the eyes of a reviewer", async () => {
  const width = Math.max(...house.procedures.map(({ path }) => path.length)) + 2;
  const line = (first: string, access: string, cells: readonly (string | number)[]) =>
    `${first.padEnd(width)}${access.padEnd(24)}${cells.map((cell) => String(cell).padEnd(10)).join("")}`.trimEnd();
  const rows = house.procedures.map(({ path, access }) =>
    line(
      path,
      access ?? "undeclared",
      CALLERS.map((caller) => seen.get(path)?.get(caller) ?? "?"),
    ),
  );
  const table = [line("procedure", "access", CALLERS), ...rows, ""].join("\n");
  await expect(table).toMatchFileSnapshot("matrix.txt");
});
