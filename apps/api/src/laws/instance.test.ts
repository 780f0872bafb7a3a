// Threat: somebody learns who runs the installation, or does so without being that, or looks at people and is not seen.
import { createInstanceAdmin, type Person, TOTP_SECRET } from "@gatehouse/auth/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { events } from "../events.ts";
import type { ClosedPermission } from "../policy.ts";
import { callValid } from "../testing/fixtures.ts";
import { openHouse } from "../testing/house.ts";
import { actAs, isOfInstallation } from "../testing/instance.ts";
import { createJar, type Jar, setCookiesOf } from "../testing/jar.ts";
import { codeNow, installTotp } from "../testing/prepared.ts";
import { type Answer, dataOf, errorOf, send } from "../testing/wire.ts";

const house = await openHouse();
const beside = await openHouse({ beside: house.world });
const { world, procedures } = house;
const { admin } = world.database;
afterAll(async () => {
  await beside.close();
  await house.close();
});

const ofInstallation = procedures.filter(isOfInstallation);
let organizationId: string;
let owner: Person;
let root: Person;

beforeAll(async () => {
  const team = await world.organization("member");
  organizationId = team.organizationId;
  owner = team.people[0] as Person;
  root = await createInstanceAdmin(world);
});

const inBrowser = ({ token }: Pick<Person, "token">): Jar => createJar({ gatehouse_session: token });

/** A session of a member of the team, in the browser of somebody who runs the installation. */
async function acting(target: Pick<Person, "userId"> = owner): Promise<{ jar: Jar; by: Person }> {
  const jar = createJar();
  return { jar, by: await actAs(house, jar, target) };
}

describe("to whoever has no grant there is nothing", () => {
  const askers: [string, () => Promise<Jar>][] = [
    ["nobody", async () => createJar()],
    ["somebody signed in", async () => inBrowser(owner)],
    ["somebody whose grant was taken away", async () => inBrowser(await takenBack())],
    ["whoever acts as somebody else", async () => (await acting()).jar],
  ];

  async function takenBack(): Promise<Person> {
    const person = await createInstanceAdmin(world);
    const account = await world.auth.db.work(world.request(), (work) => world.auth.accounts.find(work, person.email));
    await world.auth.db.work(world.request(), (work) =>
      world.auth.instance.operator.revoke(work, account as NonNullable<typeof account>),
    );
    return person;
  }

  /** As it stands on the wire but for the request's id, the time, and the path that was asked for. */
  const bytesOf = ({ status, headers, text }: Answer, path: string): unknown => {
    const { date: _date, "x-request-id": id, "set-cookie": cookies = [], ...rest } = headers;
    const set = cookies.map((line) => line.replace(/=[^;]*/, "=TOKEN"));
    return { status, rest, set, text: text.replaceAll(String(id), "REQUEST").replaceAll(path, "PATH") };
  };

  /** The same length, and no procedure. */
  const unknown = (path: string): string => `${path.slice(0, -1)}0`;

  it.each(askers)("for %s each answers, byte for byte, as a procedure that is not there", async (_who, asker) => {
    const { cookies } = await asker();
    const Cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { Host: "localhost:5173", Origin: "http://localhost:5173", Cookie };
    const ask = async (path: string, method: string, body: string) => {
      const isPost = method === "POST";
      const sent = { ...headers, ...(isPost && { "Content-Type": "application/json" }) };
      const query = isPost ? "" : `?input=${encodeURIComponent(body)}`;
      return bytesOf(
        await send(house.url, { method, path: `/trpc/${path}${query}`, headers: sent, ...(isPost && { body }) }),
        path,
      );
    };
    for (const { path } of ofInstallation) {
      for (const [method, body] of [
        ["GET", "{}"],
        ["POST", "{}"],
        ["POST", '{"userId":1,"unknownKey":1}'],
        ["GET", '{"__proto__":1}'],
      ] as const) {
        const answer = await ask(path, method, body);
        expect(answer).toEqual(await ask(unknown(path), method, body));
        expect(answer).toMatchObject({ status: 404, text: expect.stringContaining("request.not_found") });
      }
    }
  });

  it("and no session of theirs says anything about it", async () => {
    const current = dataOf(await inBrowser(owner).call(house, "session.current"));
    expect(current).toMatchObject({ instance: [], impersonator: null });
  });
});

describe("a grant is not enough", () => {
  const code = async (answer: Promise<Answer>) => errorOf(await answer)?.data.appCode;

  it("without a second factor", async () => {
    const person = await createInstanceAdmin(world);
    await admin`delete from auth.totp where user_id = ${person.userId}`;
    const token = await house.startSession(person);
    expect(await code(house.call("instance.users", {}, { token }))).toBe("access.mfa_enrollment_required");
  });

  it("without a proof of it by this session, however fresh the password is, nor some minutes later; a step-up opens it", async () => {
    const byPassword = await world.auth.db.work(world.request(), (work) =>
      world.auth.sessions.start(work, { userId: root.userId, amr: ["pwd"] }),
    );
    const jar = inBrowser({ token: byPassword });
    for (const { path } of ofInstallation) {
      const answer = await house.call(path, {}, { token: byPassword });
      expect(errorOf(answer)?.data, path).toMatchObject({
        appCode: "access.step_up_required",
        stepUp: { methods: ["totp", "recoveryCode"] },
      });
    }
    const stale = inBrowser({ token: await house.startSession(root) });
    await admin`update auth.sessions set fresh_until = now() - interval '1 second' where user_id = ${root.userId}`;
    expect(await code(stale.call(beside, "instance.users", {}))).toBe("access.step_up_required");
    await installTotp(house, root);
    await jar.call(house, "auth.stepUp", { method: "totp", secret: codeNow(TOTP_SECRET) });
    expect((await jar.call(house, "instance.users", {})).status).toBe(200);
  });

  it("for what it does not hold: that is 403, named, and remembered in the installation's log", async () => {
    const { token, userId } = await createInstanceAdmin(world, ["instance:audit"]);
    for (const procedure of ofInstallation) {
      const answer = await house.call(procedure.path, {}, { token });
      if (procedure.access === "instance:audit") expect(answer.status).toBe(200);
      else {
        expect(answer.status, procedure.path).toBe(403);
        expect(errorOf(answer)?.data).toMatchObject({
          appCode: "instance.permission_missing",
          missing: [procedure.access],
        });
      }
    }
    const left = await admin`
      select distinct organization_id, outcome from audit.events where action = 'instance.refused' and actor_id = ${userId}`;
    expect([...left]).toEqual([{ organization_id: null, outcome: "refused" }]);
  });

  it("to act as somebody by a bearer: what no cookie carries cannot be kept aside", async () => {
    const jar = inBrowser({ token: await house.startSession(root) });
    await jar.call(house, "session.list", {});
    const headers = { Authorization: `Bearer ${jar.cookies.get("gatehouse_access")}` };
    const input = { userId: owner.userId, reason: "It is needed for a test." };
    expect(await code(house.call("instance.impersonate", input, { headers }))).toBe("token.browser_required");
  });
});

describe("every look and every act of whoever runs the installation", () => {
  it.each(ofInstallation)(
    "by $path stands in its own log, and in that of the person or organization",
    async (procedure) => {
      const answer = await callValid(procedure, { house, organizationId, person: root }, { signedIn: true });
      expect(answer.status, answer.text).toBe(200);
      const left = await admin<{ action: string; actor_id: string; place: string | null }[]>`
      select action, actor_id, organization_id as place from audit.events
      where request_id = ${String(answer.headers["x-request-id"])}`;
      for (const { action, actor_id } of left) {
        expect(Object.keys(events)).toContain(action);
        expect(actor_id).toBe(root.userId);
      }
      const places = left.map(({ place }) => place);
      expect(places).toContain(null);
      if (procedure.keys.includes("userId") || procedure.keys.includes("organizationId")) {
        expect(places.filter((place) => place !== null)).not.toEqual([]);
      }
    },
  );
});

describe("people and organizations", () => {
  const asRoot = async (path: string, input: object) =>
    dataOf(await house.call(path, input, { token: await house.startSession(root) })) as never;
  const found = async (path: string, search: string): Promise<string[]> =>
    ((await asRoot(path, { search })) as { items: { id: string }[] }).items.map(({ id }) => id);

  it("are found by the beginning of an address, a name or a slug, taken as it is, in any case", async () => {
    const [one, two] = [await world.signUp("Zora_Neale 100%"), await world.signUp("Zoraxneale")];
    expect(await found("instance.users", "zOrA_n")).toEqual([one.userId]);
    expect(await found("instance.users", "zora")).toEqual([two.userId, one.userId]);
    expect(await found("instance.users", one.email.slice(0, 30).toUpperCase())).toEqual([one.userId]);
    expect(await found("instance.users", "%")).toEqual([]);
    expect(await found("instance.users", "\\")).toEqual([]);
    await admin`update auth.organizations set name = 'Quite_Rare', slug = 'quite-rare-slug' where id = ${organizationId}`;
    expect(await found("instance.organizations", "QUITE_")).toEqual([organizationId]);
    expect(await found("instance.organizations", "quite-rare")).toEqual([organizationId]);
    expect(await found("instance.organizations", "quite_rare_")).toEqual([]);
    expect(await found("instance.organizations", "Zora"), "personal ones belong to their people").toEqual([]);
  });

  it.each(["instance.users", "instance.organizations", "instance.grants", "instance.events"])(
    "%s goes by pages, each thing once",
    async (path) => {
      await world.organization();
      const seen: string[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < 3; page += 1) {
        const answer: { items: { id?: string; userId?: string }[]; nextCursor: string | null } = await asRoot(path, {
          cursor,
          limit: 1,
        });
        seen.push(...answer.items.map(({ id, userId }) => id ?? userId ?? ""));
        cursor = answer.nextCursor;
        if (cursor === null) break;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBeGreaterThan(1);
    },
  );

  it("are shown with what belongs to them, and without a secret", async () => {
    const person = await asRoot("instance.user", { userId: owner.userId });
    expect(person).toMatchObject({
      email: owner.email,
      eventsIn: owner.personalOrganizationId,
      proofs: { totp: true, passkeys: 0 },
      permissions: null,
      organizations: [
        { id: organizationId, role: "owner" },
        { id: owner.personalOrganizationId, personal: true },
      ],
      sessions: expect.arrayContaining([expect.objectContaining({ kind: "browser", current: false })]),
    });
    const [stored] = await admin`
      select password_hash, digest from auth.users u join auth.sessions s on s.user_id = u.id where u.id = ${owner.userId}`;
    for (const secret of Object.values(stored ?? {})) expect(JSON.stringify(person)).not.toContain(secret);
    const team = await asRoot("instance.organization", { organizationId });
    expect(team).toMatchObject({ id: organizationId, memberLimit: null });
    const { items } = (team as { members: { items: { userId: string }[] } }).members;
    expect(items.map(({ userId }) => userId)).toContain(owner.userId);
  });

  it("that are not there are 404, and leave no trace in anybody's log", async () => {
    const token = await house.startSession(root);
    const person = await house.call("instance.user", { userId: "usr_none" }, { token });
    expect(errorOf(person)?.data.appCode).toBe("user.not_found");
    for (const path of ["instance.organization", "instance.setMemberLimit"]) {
      const answer = await house.call(path, { organizationId: "org_none", memberLimit: 3 }, { token });
      const strict = await house.call(path, { organizationId: "org_none" }, { token });
      expect([errorOf(answer)?.data.appCode, errorOf(strict)?.data.appCode]).toContain("organization.not_found");
    }
  });

  it("a limit of members is set and lifted, and the organization reads so", async () => {
    const limited = await asRoot("instance.setMemberLimit", { organizationId, memberLimit: 2 });
    expect(limited).toEqual({ organizationId, memberLimit: 2 });
    await expect(
      admin`insert into auth.memberships values (${organizationId}, ${root.userId}, 'viewer', now())`,
    ).rejects.toThrow();
    await asRoot("instance.setMemberLimit", { organizationId, memberLimit: null });
    const places = await admin`
      select organization_id from audit.events where action = 'organization.members_limited' and target = ${organizationId}`;
    expect(places.map((row) => row.organization_id)).toEqual(expect.arrayContaining([null, organizationId]));
  });
});

describe("an account", () => {
  const act = async (path: string, userId: string) =>
    house.call(path, { userId }, { token: await house.startSession(root) });
  const status = async ({ token }: Person) => (await beside.call("session.list", {}, { token })).status;

  it("that is disabled is out on every instance within a second, and back when it is enabled", async () => {
    const person = await world.signUp();
    expect(await status(person)).toBe(200);
    expect(dataOf(await act("instance.disable", person.userId))).toEqual({ status: "disabled" });
    await expect.poll(() => status(person)).toBe(401);
    await expect.poll(() => world.mailbox.list(person.email), { timeout: 10_000 }).toHaveLength(1);
    expect(dataOf(await act("instance.enable", person.userId))).toEqual({ status: "enabled" });
    const token = await house.startSession(person);
    expect(await status({ ...person, token })).toBe(200);
  });

  it("that is signed out has no session on any instance within a second", async () => {
    const person = await world.signUp();
    await house.startSession(person);
    expect(await status(person)).toBe(200);
    expect(dataOf(await act("instance.signOut", person.userId))).toEqual({ revoked: 2 });
    await expect.poll(() => status(person)).toBe(401);
  });
});

describe("whoever acts as somebody else", () => {
  /** What only the person may do: all that is sensitive, every change of what is the person's own, and what others do at their word. */
  const CLOSED =
    /^(account|mfa|passkey|token)\.|^auth\.stepUp$|^session\.(list|revoke)|^invitation\.(create|resend)|^accessRequest\.create$/;

  /** Their permissions, as the compiler tells whoever is written against the house. */
  const CLOSED_OF: Readonly<Record<ClosedPermission, true>> = {
    "api_key:manage": true,
    "audit:export": true,
    "member:change_role": true,
    "member:invite": true,
    "member:remove": true,
    "organization:delete": true,
    "organization:read": true,
    "organization:update": true,
    "role:manage": true,
  };

  it("is refused all that is sensitive, and every change of the person's own things; the rest is open", async () => {
    const { jar } = await acting();
    const closed: string[] = [];
    for (const { path, access } of procedures) {
      if (access === "public" || path === "auth.signOut" || path.startsWith("instance.")) continue;
      const answer = await jar.call(house, path, {});
      if (errorOf(answer)?.data.appCode === "access.impersonating") closed.push(path);
      else expect([200, 400], `${path}: ${answer.text}`).toContain(answer.status);
    }
    const sensitive = procedures.filter(
      ({ access, path, stepUp }) => access !== "public" && (stepUp || CLOSED.test(path)),
    );
    const expected = sensitive.filter((procedure) => !isOfInstallation(procedure)).map(({ path }) => path);
    expect(expected.length).toBeGreaterThan(15);
    expect(closed).toEqual(expect.arrayContaining(expected));
    const own = procedures.filter(
      ({ access, type, path }) => access === "signed in" && type === "mutation" && path !== "auth.signOut",
    );
    expect(closed.toSorted()).toEqual([...new Set([...expected, ...own.map(({ path }) => path)])].toSorted());
    const found = procedures.filter(({ path, access }) => closed.includes(path) && access !== "signed in");
    expect(new Set(found.map(({ access }) => access))).toEqual(new Set(Object.keys(CLOSED_OF)));
  });

  it("goes by cookies alike HttpOnly and SameSite=Strict, and leaves none behind", async () => {
    const jar = inBrowser({ token: await house.startSession(root) });
    const began = await jar.call(house, "instance.impersonate", {
      userId: owner.userId,
      reason: "It is needed for a test.",
    });
    const names = new Set(setCookiesOf(began).map(({ name }) => name));
    expect(names).toEqual(new Set(["gatehouse_access", "gatehouse_aside", "gatehouse_session"]));
    for (const { attributes } of setCookiesOf(began)) {
      expect(attributes).toEqual(expect.arrayContaining(["httponly", "samesite=strict", "path=/"]));
    }
    expect(began.text).not.toContain(jar.cookies.get("gatehouse_session"));
    const access = { gatehouse_access: jar.cookies.get("gatehouse_access") ?? "" };
    expect(dataOf(await createJar(access).call(beside, "session.current"))).toMatchObject({
      user: { id: owner.userId },
    });
    await jar.call(beside, "instance.stopImpersonating");
    expect([...jar.cookies.keys()].toSorted()).toEqual(["gatehouse_access", "gatehouse_session"]);
    expect(dataOf(await jar.call(house, "session.current"))).toMatchObject({ user: { id: root.userId } });
    await expect.poll(async () => dataOf(await createJar(access).call(beside, "session.current"))).toBeNull();
  });

  it("is on every event beside the person, those of an organization, of what is looked at and of refusals", async () => {
    const { jar, by } = await acting();
    const answers = [
      await jar.call(house, "document.create", { organizationId, title: "T" }),
      await jar.call(house, "account.export"),
      await jar.call(house, "member.list", { organizationId }),
      await jar.call(house, "document.create", { organizationId: owner.personalOrganizationId, title: "T" }),
    ];
    const { id } = dataOf(answers[0] as Answer) as { id: string };
    answers.push(await jar.call(house, "document.get", { organizationId, documentId: id }));
    await world.auth.audit.accesses.flush();
    const ids = answers.map(({ headers }) => String(headers["x-request-id"]));
    const left = await admin`
      select action, actor_id, detail->>'impersonatorId' as impersonator from audit.events
      where request_id in ${admin(ids)} order by seq`;
    const both = { actor_id: owner.userId, impersonator: by.userId };
    expect(left.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["document.created", "instance.impersonation_refused", "document.read"]),
    );
    for (const event of left) expect(event).toMatchObject(both);
  });
});
