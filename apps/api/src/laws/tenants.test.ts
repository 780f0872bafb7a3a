// Threat: a member of one organization who names another one's things (broken object-level authorization, OWASP API1:2023).
import type { Person } from "@gatehouse/auth/testing";
import { newId } from "@gatehouse/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantApiKey } from "../testing/api-keys.ts";
import { callValid, plantAccessRequest, plantDocument, plantPasskey } from "../testing/fixtures.ts";
import { openHouse } from "../testing/house.ts";
import { isOfInstallation } from "../testing/instance.ts";
import { plantInvitation } from "../testing/invitations.ts";
import type { Procedure } from "../testing/procedures.ts";
import { type Answer, errorOf } from "../testing/wire.ts";

const house = await openHouse();
const { world, procedures } = house;
const { admin } = world.database;
afterAll(house.close);

interface Tenant {
  readonly organizationId: string;
  readonly owner: Person;
}

let attacker: Tenant;
let victim: Tenant;
/** Whatever would betray the victim in an answer. */
let foreign: readonly string[];
/** What the attacker may name of the victim's under each key that is an id; what names nothing has the same prefix. */
let targets: Readonly<Record<string, string>>;

async function foundTenant(name: string): Promise<Tenant> {
  const { organizationId, people } = await world.organization("member");
  const owner = people[0] as Person;
  await admin`update auth.organizations set name = ${name}, slug = ${name.toLowerCase()} where id = ${organizationId}`;
  await admin`update auth.users set name = ${`${name} person`} where id in ${admin(people.map(({ userId }) => userId))}`;
  await plantDocument(house, organizationId, { title: `${name} title`, body: `${name} body` });
  return { organizationId, owner };
}

beforeAll(async () => {
  attacker = await foundTenant("Attacker");
  victim = await foundTenant("Victim");
  const [document] = await admin<
    { id: string }[]
  >`select id from app.documents where organization_id = ${victim.organizationId}`;
  const members = await admin<{ id: string; email: string; session: string; personal: string }[]>`
    select u.id, u.email, s.id as session, u.personal_organization_id as personal
    from auth.memberships m join auth.users u on u.id = m.user_id join auth.sessions s on s.user_id = u.id
    where m.organization_id = ${victim.organizationId}`;
  const owner = members.find(({ id }) => id === victim.owner.userId);
  targets = {
    organizationId: victim.organizationId,
    documentId: document?.id ?? "",
    sessionId: owner?.session ?? "",
    userId: members.find(({ id }) => id !== owner?.id)?.id ?? "",
    breakGlassUserId: members.find(({ id }) => id !== owner?.id)?.id ?? "",
    passkeyId: await plantPasskey(house, victim.owner),
    invitationId: (await plantInvitation(house, victim.organizationId, "victims.guest@example.test")).id,
    apiKeyId: await plantApiKey(house, victim.organizationId),
    accessRequestId: await plantAccessRequest(house, victim.organizationId, victim.owner.userId),
  };
  foreign = ["Victim", "victim", ...Object.values(targets), ...members.flatMap((row) => Object.values(row))];
});

/** Everything stored of the victim: no attack may change a byte of it. */
const victimRows = async (): Promise<string> =>
  JSON.stringify(
    await admin`
    select (select jsonb_agg(o) from auth.organizations o where id = ${victim.organizationId}) as organization,
      (select jsonb_agg(m order by m.user_id) from auth.memberships m where m.organization_id = ${victim.organizationId}) as members,
      (select jsonb_agg(i order by i.id) from auth.invitations i where i.organization_id = ${victim.organizationId}) as invitations,
      (select jsonb_agg(d order by d.id) from app.documents d where d.organization_id = ${victim.organizationId}) as documents,
      (select jsonb_agg(k order by k.id) from auth.api_keys k where k.organization_id = ${victim.organizationId}) as keys,
      (select jsonb_agg(s order by s.id) from auth.sessions s where s.user_id = ${victim.owner.userId}) as sessions`,
  );

/**
 * `rawId` names a key that an authenticator signs with: whoever holds the key is its owner. `lastEventId` is a place in the order of
 * all events, which anybody may count: what comes after it is told to whoever may read it.
 */
const isId = (key: string): boolean => key.endsWith("Id") && key !== "rawId" && key !== "lastEventId";

function requireNothingForeign({ text, headers }: Answer): void {
  const all = text + JSON.stringify(headers);
  for (const secret of foreign) expect(all).not.toContain(secret);
}

/** What two answers may not differ in: all but the request's id, the time, and the tokens in the caller's own cookies. */
function comparable({ status, headers, text }: Answer): unknown {
  const { date: _date, "x-request-id": requestId, "set-cookie": cookies = [], ...rest } = headers;
  const set = cookies.map((line) => line.replace(/=[^;]*/, "=TOKEN"));
  return { status, rest, set, text: text.replaceAll(String(requestId), "REQUEST") };
}

/** Calls with parts of a valid input replaced, as somebody who holds everything in the attacker's own organization. */
async function attack(procedure: Procedure, replaced: object, as: Person = attacker.owner): Promise<Answer> {
  const scene = { house, organizationId: attacker.organizationId, person: as };
  return callValid(procedure, scene, {
    signedIn: true,
    change: (input) => ({ ...input, ...replaced }),
    ip: "198.18.7.7",
  });
}

const targetOf = ({ path }: Procedure, key: string): string => {
  const target = targets[key];
  if (!target) throw new Error(`${path} takes the id ${JSON.stringify(key)}: name the victim's in \`targets\``);
  return target;
};

/** The same length and prefix, and nobody's. */
const nobodys = (id: string): string => newId(id.split("_", 1)[0] ?? "");

/** The victim's id under each of these keys, and beside them ids of nobody's. */
function idsFor(procedure: Procedure, keys: readonly string[]): { theirs: object; none: object } {
  const theirs = keys.map((key) => [key, targetOf(procedure, key)] as const);
  return {
    theirs: Object.fromEntries(theirs),
    none: Object.fromEntries(theirs.map(([key, id]) => [key, nobodys(id)])),
  };
}

/** Each id of a procedure by itself, and where it takes several, all of them at once. */
function attacksOn(procedure: Procedure): (Procedure & { named: string[] })[] {
  const ids = procedure.keys.filter((key) => isId(key) && !isFilter(key));
  const each = ids.map((key) => [key]);
  return (ids.length > 1 ? [...each, ids] : each).map((named) => ({ ...procedure, named }));
}

/** Tries the victim's ids and nobody's: both must be answered alike, and change nothing. */
async function requireNotFound({ named, ...procedure }: Procedure & { named: string[] }, as?: Person): Promise<void> {
  const { theirs, none } = idsFor(procedure, named);
  const before = await victimRows();
  const refused = await attack(procedure, theirs, as);
  expect(refused.status, refused.text).toBe(404);
  expect(errorOf(refused)?.data.appCode).toMatch(/^\w+\.not_found$/);
  expect(comparable(refused)).toEqual(comparable(await attack(procedure, none, as)));
  requireNothingForeign(refused);
  expect(await victimRows()).toBe(before);
}

/** A key that only narrows what is listed: another's is no thing that could be found. */
const isFilter = (key: string): boolean => key === "actorId";

describe("another tenant's things do not exist", () => {
  const attacks = procedures.flatMap(attacksOn);

  it("is tried on the procedures that take ids", () => {
    expect(attacks.length).toBeGreaterThan(10);
  });

  it.each(attacks)("$path answers the other's $named as it answers random ids", (tried) => requireNotFound(tried));

  const inside = attacks.filter(
    ({ named, keys }) => keys.includes("organizationId") && !named.includes("organizationId"),
  );
  it.each(inside)(
    "$path refuses the other's $named to an owner of both who names the wrong organization",
    async (tried) => {
      const both = await world.signUp("Both");
      await admin`insert into auth.memberships (organization_id, user_id, role, created_at)
      select unnest(${[attacker.organizationId, victim.organizationId]}::text[]), ${both.userId}, 'owner', now()`;
      await requireNotFound(tried, both).finally(
        () => admin`
          delete from auth.memberships
          where user_id = ${both.userId} and organization_id in ${admin([attacker.organizationId, victim.organizationId])}`,
      );
    },
  );

  const listing = procedures.filter((procedure) => procedure.keys.includes("cursor") && !isOfInstallation(procedure));
  it.each(listing)("$path shows nothing foreign from behind a cursor of the other's", async (procedure) => {
    for (const cursor of ["", "\u{10ffff}", ...Object.values(targets)]) {
      const answer = await attack(procedure, { cursor });
      expect(answer.status, answer.text).toBe(200);
      requireNothingForeign(answer);
    }
  });

  it.each(procedures.filter(({ type, keys }) => type === "query" && keys.some(isFilter)))(
    "$path narrowed to somebody of the other's shows as little as narrowed to nobody",
    async (procedure) => {
      const { userId } = victim.owner;
      for (const key of procedure.keys.filter(isFilter)) {
        const [theirs, none] = [
          await attack(procedure, { [key]: userId }),
          await attack(procedure, { [key]: nobodys(userId) }),
        ];
        expect([theirs.status, none.status]).toEqual([200, 200]);
        requireNothingForeign(theirs);
        expect(theirs.text).toBe(none.text);
      }
    },
  );

  it.each(procedures)("$path answers its own caller without a byte of another tenant", async (procedure) => {
    const scene = { house, organizationId: attacker.organizationId, person: attacker.owner };
    requireNothingForeign(await callValid(procedure, scene, { signedIn: true }));
  });

  it("is not for want of anything to show: the victim's own calls do show it", async () => {
    const { organizationId, owner } = victim;
    const { text } = await house.call("document.list", { organizationId }, { token: owner.token });
    expect(text).toContain("Victim title");
    expect((await house.call("member.list", { organizationId }, { token: owner.token })).text).toContain(owner.email);
  });
});
