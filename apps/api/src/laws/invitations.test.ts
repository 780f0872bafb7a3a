// Threat: a link that somebody else uses, that a scanner spends, that stands in a backup, or that tells who has an account.
import { GOOD_PASSWORD, type Person } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dump, secretsIn } from "../testing/dump.ts";
import { newEmail } from "../testing/fixtures.ts";
import { newIp, openHouse } from "../testing/house.ts";
import { plantInvitation } from "../testing/invitations.ts";
import { createJar } from "../testing/jar.ts";
import { type Answer, dataOf, errorOf, send } from "../testing/wire.ts";

const house = await openHouse({ signUp: "invited" });
const { call, world } = house;
const { admin } = world.database;
afterAll(house.close);

let organizationId: string;
let owner: Person;

beforeAll(async () => {
  const team = await world.organization();
  organizationId = team.organizationId;
  owner = team.people[0] as Person;
});

const asOwner = (path: string, input: object) =>
  call(`invitation.${path}`, { organizationId, ...input }, { token: owner.token });
const linkTo = async (email: string) => (await world.mailTo(email, "/invitation")).token ?? "";
const codeOf = (answer: Answer) => errorOf(answer)?.data.appCode;

/** All of an answer but what is its own each time. */
function comparable({ status, headers, text }: Answer, email: string): unknown {
  const { date: _date, "x-request-id": requestId, "content-length": _length, ...rest } = headers;
  const set = (rest["set-cookie"] ?? []).map((line) => line.replace(/=[^;]*/, "=TOKEN"));
  const plain = text.replaceAll(String(requestId), "REQUEST").replaceAll(email, "ADDRESS");
  return {
    status,
    rest: { ...rest, "set-cookie": set },
    text: plain.replace(/inv_\w+/g, "ID").replace(/\d{4}-[\d-]+T[\d:.]+Z/g, "TIME"),
  };
}

describe("an invitation to somebody without an account", () => {
  it("leads from the letter over the sign-up to the membership, where only the invited may sign up", async () => {
    const email = newEmail();
    expect((await asOwner("create", { email, role: "member" })).status).toBe(200);
    const token = await linkTo(email);
    expect(dataOf(await call("invitation.preview", { token }))).toMatchObject({
      role: "member",
      organizationName: "Team",
    });
    await call("auth.signUp", { email, password: GOOD_PASSWORD, name: "Nora New" });
    await call("auth.verifyEmail", { token: (await world.mailTo(email, "/verify-email")).token });
    const jar = createJar();
    await jar.call(house, "auth.signIn", { email, password: GOOD_PASSWORD });
    expect((await jar.call(house, "document.list", { organizationId })).status).toBe(404);
    expect(dataOf(await jar.call(house, "invitation.accept", { token }))).toEqual({ organizationId, role: "member" });
    expect((await jar.call(house, "document.list", { organizationId })).status).toBe(200);
  });

  it("lets nobody learn who is invited: a sign-up is answered alike for whoever is, is not, was, and has an account", async () => {
    const [invited, stranger, late] = [newEmail(), newEmail(), newEmail()];
    await plantInvitation(house, organizationId, invited);
    await plantInvitation(house, organizationId, late);
    await admin`update auth.invitations set expires_at = now() where email = ${late}`;
    const known = (await world.signUp()).email;
    const answers = [];
    for (const email of [invited, stranger, late, known]) {
      const answer = await call("auth.signUp", { email, password: GOOD_PASSWORD, name: "Some Body" });
      answers.push(comparable(answer, email));
    }
    expect(answers).toEqual(Array(4).fill(answers[0]));
    const waiting =
      await admin`select email from auth.pending_sign_ups where email in ${admin([invited, stranger, late])}`;
    expect([...waiting]).toEqual([{ email: invited }]);
  });
});

it("whether an address has an account, is invited elsewhere or belongs elsewhere, inviting it is answered alike", async () => {
  const elsewhere = await world.organization("member");
  const [stranger, invited] = [newEmail(), newEmail()];
  const { email: member } = elsewhere.people[1] as Person;
  await plantInvitation(house, elsewhere.organizationId, invited);
  const answers = [];
  for (const email of [stranger, invited, member, (await world.signUp()).email]) {
    answers.push(comparable(await asOwner("create", { email, role: "viewer" }), email));
  }
  expect(answers).toEqual(Array(4).fill(answers[0]));
});

it("whoever is signed in by another address is told which one it was sent to, masked, and the log of the organization tells of it", async () => {
  const email = "gus.guest@example.test";
  const { id, token } = await plantInvitation(house, organizationId, email);
  const other = await world.signUp();
  const refused = await call("invitation.accept", { token }, { token: other.token });
  expect(refused.status).toBe(403);
  expect(errorOf(refused)?.data).toMatchObject({ appCode: "invitation.other_address", email: "g***@example.test" });
  expect(refused.text).not.toContain(email);
  const events = await admin`
    select actor_id, outcome, target from audit.events where action = 'member.join_refused' and organization_id = ${organizationId}`;
  expect([...events]).toEqual([{ actor_id: other.userId, outcome: "refused", target: id }]);
  expect((await call("invitation.accept", { token })).status).toBe(401);
});

it("a guarded role asks for a step-up once the sign-in is ten minutes old, for one and for many; the others do not", async () => {
  await admin`
    insert into auth.roles values (${organizationId}, 'keeper', 'Keeper', '{organization:update}', now(), now()),
      (${organizationId}, 'writer', 'Writer', '{document:write}', now(), now())`;
  const token = await house.startSession(owner);
  await admin`update auth.sessions set fresh_until = now() where user_id = ${owner.userId}`;
  for (const role of ["admin", "owner", "keeper", "member", "viewer", "writer"]) {
    const one = await call("invitation.create", { organizationId, email: newEmail(), role }, { token });
    const many = await call("invitation.createMany", { organizationId, emails: [newEmail()], role }, { token });
    const isGuarded = ["admin", "owner", "keeper"].includes(role);
    expect([one.status, many.status], role).toEqual(isGuarded ? [403, 403] : [200, 200]);
    if (isGuarded) {
      expect(errorOf(one)?.data).toMatchObject({
        appCode: "access.step_up_required",
        stepUp: { methods: ["totp", "recoveryCode"], maxAgeSeconds: 600 },
      });
      expect(codeOf(many)).toBe("access.step_up_required");
    }
  }
});

it("a paste of a hundred addresses is answered line by line; one more, or a role that is none, is refused whole", async () => {
  const emails = Array.from({ length: 98 }, newEmail);
  const typed = [...emails, "nonsense", owner.email];
  const [sender] = (await world.organization()).people as [Person];
  const team =
    await admin`select organization_id as id from auth.memberships m join auth.organizations o on o.id = m.organization_id
    where m.user_id = ${sender.userId} and not o.personal`;
  const paste = (input: object) =>
    call("invitation.createMany", { organizationId: team[0]?.id, role: "viewer", ...input }, { token: sender.token });
  const { report } = dataOf(await paste({ emails: typed })) as { report: { email: string; status: string }[] };
  expect(report.map(({ email }) => email)).toEqual(typed);
  expect(report.map(({ status }) => status)).toEqual([...Array(98).fill("invited"), "invalid", "invited"]);
  expect((await paste({ emails: [...typed, newEmail()] })).status).toBe(400);
  expect((await paste({ emails: [] })).status).toBe(400);
  for (const role of ["Viewer", "viewer ", "admin\u0000", "keeper"]) {
    expect(codeOf(await paste({ emails: [newEmail()], role })), role).toBe("request.invalid");
  }
}, 60_000);

it("a scanner that opens the letter's link, or asks what is behind it, spends nothing", async () => {
  const guest = await world.signUp();
  const { token } = await plantInvitation(house, organizationId, guest.email);
  const query = encodeURIComponent(JSON.stringify({ token }));
  const ask = (method: string, path: string) =>
    send(house.url, {
      method,
      path: `/trpc/${path}?input=${query}`,
      headers: { Host: "localhost:5173", "X-Forwarded-For": newIp() },
    });
  for (let times = 0; times < 3; times += 1) expect((await ask("GET", "invitation.preview")).status).toBe(200);
  for (const method of ["GET", "HEAD"]) expect((await ask(method, "invitation.accept")).status).not.toBe(200);
  expect((await call("invitation.accept", { token }, { token: guest.token })).status).toBe(200);
});

it("neither a dump of the database nor the log holds a link, while it waits, after it was looked at, and after it was accepted", async () => {
  const guest = await world.signUp();
  const dumped = async () => [...(await dump(house)).values()].flat().join("\n");
  await asOwner("create", { email: guest.email, role: "member" });
  const dumps = [await dumped()];
  const token = await linkTo(guest.email);
  await call("invitation.preview", { token });
  dumps.push(await dumped());
  await call("invitation.accept", { token }, { token: guest.token });
  dumps.push(await dumped());
  for (const text of [...dumps, house.logged()]) expect(secretsIn(text, { token })).toEqual([]);
  const digests = await admin<{ digest: string }[]>`select digest from auth.invitations limit 3`;
  for (const { digest } of digests) {
    for (const guess of [digest, `invitation_${digest}`]) {
      expect(codeOf(await call("invitation.preview", { token: guess }))).toBe("auth.link_invalid");
    }
  }
});

it("guessing at links is counted by IP", async () => {
  const ip = newIp();
  const statuses: number[] = [];
  for (let tries = 0; tries < 21; tries += 1) {
    statuses.push((await call("invitation.preview", { token: `invitation_${tries}` }, { ip })).status);
  }
  expect(statuses).toEqual([...Array(20).fill(400), 429]);
});
