// Threat: parts that are each right and do not fit together. The whole path over HTTP, as a client that knows only the contract.
import { afterAll, describe, expect, it } from "vitest";
import { ORIGIN, openHouse } from "./testing/house.ts";
import { codeNow } from "./testing/prepared.ts";

const house = await openHouse();
afterAll(house.close);

/** A browser of sorts: `fetch`, an origin and a jar. */
function createClient() {
  const jar = new Map<string, string>();
  const keep = (line: string) => {
    const [pair = ""] = line.split(";", 1);
    const name = pair.slice(0, pair.indexOf("="));
    if (/Max-Age=0/i.test(line)) jar.delete(name);
    else jar.set(name, pair);
  };
  async function call(method: "GET" | "POST", path: string, input?: unknown) {
    const query = method === "GET" && input !== undefined ? `?input=${encodeURIComponent(JSON.stringify(input))}` : "";
    const response = await fetch(`${house.url}/trpc/${path}${query}`, {
      method,
      headers: {
        "Content-Type": "application/json",
        Origin: ORIGIN,
        ...(jar.size > 0 && { Cookie: [...jar.values()].join("; ") }),
      },
      ...(method === "POST" && { body: JSON.stringify(input ?? {}) }),
    });
    for (const line of response.headers.getSetCookie()) keep(line);
    const { result, error } = (await response.json()) as {
      result?: { data: unknown };
      error?: { data: { appCode: string } };
    };
    return { status: response.status, data: result?.data, appCode: error?.data.appCode };
  }
  return {
    query: (path: string, input?: unknown) => call("GET", path, input),
    mutate: (path: string, input?: unknown) => call("POST", path, input),
    isSignedIn: () => jar.has("gatehouse_session"),
  };
}

interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  links: string[];
  at: string;
}

async function mailTo(email: string): Promise<Mail> {
  for (;;) {
    const response = await fetch(`${house.url}/dev/mailbox?to=${encodeURIComponent(email)}`);
    const [mail] = (await response.json()) as Mail[];
    if (mail) return mail;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const CREDENTIALS = { email: "pia@example.test", password: "four otters hold hands" };

describe("the path of the contract", () => {
  const client = createClient();
  let organizationId: string;
  let documentId: string;
  let recoveryCodes: string[];

  /** Both halves of a sign-in. */
  async function signIn(by: ReturnType<typeof createClient>) {
    expect(await by.mutate("auth.signIn", CREDENTIALS)).toMatchObject({ data: { status: "mfaRequired" } });
    expect(by.isSignedIn()).toBe(false);
    const second = { method: "recoveryCode", code: recoveryCodes.pop() };
    expect(await by.mutate("auth.completeMfa", second)).toMatchObject({ data: { status: "signedIn" } });
  }

  it("signs up, and cannot sign in before the address is proven", async () => {
    expect(await client.query("session.current")).toMatchObject({ status: 200, data: null });
    const asked = await client.mutate("auth.signUp", { ...CREDENTIALS, email: " Pia@Example.test ", name: "Pia Path" });
    expect(asked).toMatchObject({ status: 200, data: { status: "verificationSent" } });
    expect(await client.mutate("auth.signIn", CREDENTIALS)).toMatchObject({
      status: 401,
      appCode: "auth.credentials_wrong",
    });
    expect(client.isSignedIn()).toBe(false);
  });

  it("proves the address with the link from the mail, which signs nobody in", async () => {
    const mail = await mailTo(CREDENTIALS.email);
    expect(mail).toMatchObject({
      to: CREDENTIALS.email,
      subject: expect.any(String),
      html: expect.any(String),
      at: expect.any(String),
    });
    const link = new URL(mail.links[0] ?? "");
    expect(link.origin + link.pathname).toBe(`${ORIGIN}/verify-email`);
    const token = new URLSearchParams(link.hash.slice(1)).get("token");
    expect(await client.mutate("auth.verifyEmail", { token })).toMatchObject({
      status: 200,
      data: { status: "verified" },
    });
    expect(client.isSignedIn()).toBe(false);
  });

  it("signs in with a cookie", async () => {
    expect(await client.mutate("auth.signIn", CREDENTIALS)).toMatchObject({
      status: 200,
      data: { status: "signedIn" },
    });
    const { data } = await client.query("session.current");
    expect(data).toMatchObject({
      user: { email: CREDENTIALS.email, name: "Pia Path" },
      session: { id: expect.stringMatching(/^ses_/) },
      organizations: [
        { name: "Pia Path", personal: true, role: "owner", permissions: expect.arrayContaining(["document:read"]) },
      ],
      tasks: [],
    });
  });

  it("makes an organization, whose owner it is at once", async () => {
    const made = await client.mutate("organization.create", { name: "Otters & Co" });
    expect(made).toMatchObject({
      status: 200,
      data: { id: expect.stringMatching(/^org_/), name: "Otters & Co", slug: "otters-co" },
    });
    organizationId = (made.data as { id: string }).id;
    expect(await client.query("organization.get", { organizationId })).toMatchObject({
      status: 403,
      appCode: "access.mfa_enrollment_required",
    });
  });

  it("adds the second factor that an owner needs", async () => {
    const { data } = await client.mutate("mfa.beginTotp");
    const code = codeNow((data as { secret: string }).secret);
    const { data: enrolled } = await client.mutate("mfa.confirmTotp", { code });
    recoveryCodes = (enrolled as { recoveryCodes: string[] }).recoveryCodes;
    expect(recoveryCodes).toHaveLength(10);
  });

  it("works in the organization", async () => {
    expect(await client.query("organization.get", { organizationId })).toMatchObject({ status: 200 });
    expect(await client.mutate("organization.update", { organizationId, name: "Otters" })).toMatchObject({
      data: { name: "Otters" },
    });
    expect(await client.query("organization.list")).toMatchObject({
      data: { items: [{ personal: true }, { name: "Otters", role: "owner" }], nextCursor: null },
    });
    expect(await client.query("member.list", { organizationId })).toMatchObject({
      data: { items: [{ email: CREDENTIALS.email, role: "owner" }] },
    });
    expect(
      await client.query("access.check", { organizationId, permissions: ["document:delete", "no:such"] }),
    ).toMatchObject({
      data: { allowed: { "document:delete": true, "no:such": false } },
    });
  });

  it("works with documents", async () => {
    const made = await client.mutate("document.create", { organizationId, title: "Shells", body: "Oysters first." });
    expect(made).toMatchObject({
      status: 200,
      data: { id: expect.stringMatching(/^doc_/), title: "Shells", body: "Oysters first." },
    });
    documentId = (made.data as { id: string }).id;
    expect(await client.mutate("document.update", { organizationId, documentId, title: "Clams" })).toMatchObject({
      data: { title: "Clams", body: "Oysters first." },
    });
    expect(await client.query("document.get", { organizationId, documentId })).toMatchObject({
      data: { title: "Clams" },
    });
    expect(await client.query("document.list", { organizationId, limit: 1 })).toMatchObject({
      data: { items: [{ id: documentId }], nextCursor: null },
    });
    expect(await client.mutate("document.delete", { organizationId, documentId })).toMatchObject({ status: 200 });
    expect(await client.query("document.get", { organizationId, documentId })).toMatchObject({
      status: 404,
      appCode: "document.not_found",
    });
  });

  it("signs in anew over the live session, which ends", async () => {
    const other = createClient();
    await signIn(other);
    expect(await other.query("session.list")).toMatchObject({ status: 200 });
    expect(await client.query("session.list")).toMatchObject({
      data: { items: [{ current: false }, { current: true }] },
    });
    await signIn(client);
    const { data } = await client.query("session.list");
    expect((data as { items: unknown[] }).items).toHaveLength(2);
    expect(await client.mutate("session.revokeOthers")).toMatchObject({ status: 200, data: { revoked: 1 } });
    await expect.poll(async () => (await other.query("session.list")).status, { timeout: 1000 }).toBe(401);
  });

  it("signs out: the cookie goes, and the session with it", async () => {
    expect(await client.mutate("auth.signOut")).toMatchObject({ status: 200 });
    expect(client.isSignedIn()).toBe(false);
    expect(await client.query("session.current")).toMatchObject({ status: 200, data: null });
    expect(await client.query("document.list", { organizationId })).toMatchObject({
      status: 401,
      appCode: "auth.session_required",
    });
  });
});

it("the development mailbox is emptied by DELETE, and is not there in production", async () => {
  expect((await fetch(`${house.url}/dev/mailbox`, { method: "DELETE" })).status).toBe(204);
  expect(await (await fetch(`${house.url}/dev/mailbox`)).json()).toEqual([]);
});
