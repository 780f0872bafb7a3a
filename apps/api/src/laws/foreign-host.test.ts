// Threat: a package that only its own house can use safely, or whose rules another host can write around without noticing.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { definePolicy } from "@gatehouse/auth";
import { createWorld, GOOD_PASSWORD, type Person } from "@gatehouse/auth/testing";
import { accessOf, createGuards, type GateMeta, inOrganization, noInput, transact } from "@gatehouse/auth/trpc";
import type { TenantWork, UserWork } from "@gatehouse/db";
import { createTestDatabase } from "@gatehouse/db/testing";
import type { OutgoingMail } from "@gatehouse/mail";
import type { Express } from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ORIGIN } from "../testing/house.ts";
import { dataOf, errorOf, faultsOfRefusal, send } from "../testing/wire.ts";
import { createHost, policy } from "./foreign-host.fixture.ts";
import { startHost } from "./foreign-start.fixture.ts";

const noFault = (fault: unknown) => {
  throw fault;
};

async function listening(app: Express): Promise<{ server: Server; url: string }> {
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const post = (url: string, path: string, input: unknown, headers = {}) =>
  send(url, {
    method: "POST",
    path: `/trpc/${path}`,
    headers: { Host: new URL(ORIGIN).host, Origin: ORIGIN, "Content-Type": "application/json", ...headers },
    body: JSON.stringify(input),
  });

const cookieOf = (token: string) => ({ Cookie: `gatehouse_session=${token}` });

describe("another team's host", async () => {
  const world = await createWorld({ policy });
  const { server, url } = await listening(createHost(world.auth, { origin: ORIGIN, development: true }, noFault));
  let organizationId: string;
  let people: readonly Person[];

  beforeAll(async () => {
    ({ organizationId, people } = await world.organization("admin", "member"));
  });
  afterAll(async () => {
    server.close();
    await world.close();
  });

  const pay = (token: string, input: object) => post(url, "invoice.pay", input, cookieOf(token));

  it("protects its own router with permissions of its own in at most 25 lines", () => {
    const text = readFileSync(new URL("./foreign-host.fixture.ts", import.meta.url), "utf8");
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(25);
  });

  it("lets through whoever its policy lets through", async () => {
    const [owner, admin] = people as [Person, Person];
    for (const { token, userId } of [owner, admin]) {
      const answer = await pay(token, { organizationId, invoiceId: "inv_1" });
      expect(dataOf(answer)).toEqual({ paid: "inv_1", by: userId, for: organizationId });
    }
  });

  it("refuses everybody else as the house does", async () => {
    const member = people[2] as Person;
    const stranger = await world.signUp();
    const refused = await pay(member.token, { organizationId, invoiceId: "inv_1" });
    expect(faultsOfRefusal(refused, 403, "access.permission_missing")).toEqual([]);
    expect(errorOf(refused)?.data.missing).toEqual(["invoice:pay"]);
    const input = { organizationId, invoiceId: "inv_1" };
    expect(faultsOfRefusal(await pay(stranger.token, input), 404, "organization.not_found")).toEqual([]);
    expect(faultsOfRefusal(await pay("session_none", input), 401, "auth.session_required")).toEqual([]);
    const foreign = await post(url, "invoice.pay", input, { ...cookieOf(member.token), Origin: "https://evil.test" });
    expect(faultsOfRefusal(foreign, 403, "request.cross_site")).toEqual([]);
    const large = await post(url, "auth.signIn", { email: "a@b.test", password: "x".repeat(1_000_000) });
    expect(faultsOfRefusal(large, 413, "request.too_large")).toEqual([]);
  });

  it("knows its own permissions in the catalogue and in the session", async () => {
    const owner = people[0] as Person;
    const headers = { Host: new URL(ORIGIN).host, Origin: ORIGIN, ...cookieOf(owner.token) };
    const catalogue = await send(url, { path: "/trpc/access.catalogue", headers });
    expect(JSON.stringify(dataOf(catalogue))).toContain("Pay invoices");
    const session = await send(url, { path: "/trpc/session.current", headers });
    expect(JSON.stringify(dataOf(session))).toContain("invoice:pay");
  });
});

describe("another team's composition", () => {
  it("opens its own database, signs somebody up and in, and stops", async () => {
    const database = await createTestDatabase([]);
    const sent: OutgoingMail[] = [];
    const transport = { deliver: async (mail: OutgoingMail) => void sent.push(mail) };
    const secret = `1:${Buffer.alloc(32, "secret").toString("base64")}`;
    const host = await startHost({ url: database.url, origin: ORIGIN, secret, transport, onFault: noFault });
    const { server, url } = await listening(host.app);
    const email = "ines@invoices.test";
    await post(url, "auth.signUp", { email, password: GOOD_PASSWORD, name: "Ines" });
    await expect.poll(() => sent.length, { timeout: 10_000 }).toBe(1);
    const token = /token=([\w-]+)/.exec(sent[0]?.links[0] ?? "")?.[1];
    expect(dataOf(await post(url, "auth.verifyEmail", { token }))).toEqual({ status: "verified" });
    const signedIn = await post(url, "auth.signIn", { email, password: GOOD_PASSWORD });
    expect(dataOf(signedIn)).toEqual({ status: "signedIn" });
    expect(signedIn.headers["set-cookie"]).toContainEqual(expect.stringMatching(/^gatehouse_session=session_/));
    server.close();
    await host.stop();
    await database.close();
  });
});

it("the package's README shows its files as they are", () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
  const auth = "../../../../packages/auth";
  for (const path of ["./foreign-host", "./foreign-start", `${auth}/src/react/foreign-client`]) {
    const text = read(`${path}.fixture.ts`).replace(/foreign-(host|router)\.fixture\.ts/, "host.ts");
    expect(read(`${auth}/README.md`)).toContain(text);
  }
});

// What follows is checked by the compiler: each line that should not compile says so, and is a fault of its own once it does.
describe("what would get around a guard does not compile", () => {
  const { publicProcedure, protectedProcedure, permissionedProcedure } = createGuards(policy);
  const inTenant = async (work: TenantWork, input: { organizationId: string }) =>
    work.organizationId + input.organizationId;
  const ofPerson = async (work: UserWork) => work.actor.userId;

  it("a permission that the policy does not hold", () => {
    permissionedProcedure("invoice:pay");
    // @ts-expect-error misspelt
    permissionedProcedure("invoice:pey");
    // @ts-expect-error of another host
    permissionedProcedure("document:read");
    // @ts-expect-error a role that is none
    definePolicy({ "invoice:void": { from: "boss", says: "Void invoices" } });
    expect(Object.keys(policy.table)).toContain("invoice:pay");
  });

  it("a function that wants a tenant, behind a procedure that has none", () => {
    permissionedProcedure("invoice:pay").input(inOrganization({})).mutation(transact(inTenant));
    // @ts-expect-error nobody's work
    publicProcedure.input(inOrganization({})).mutation(transact(inTenant));
    // @ts-expect-error a person's work
    protectedProcedure.input(inOrganization({})).mutation(transact(inTenant));
    protectedProcedure.input(noInput).query(transact(ofPerson));
    // @ts-expect-error nobody's work
    publicProcedure.input(noInput).query(transact(ofPerson));
    expect(accessOf(publicProcedure._def.meta)).toBe("public");
  });

  it("an input that does not fit the function", () => {
    const rename = async (_work: TenantWork, input: { name: string }) => input.name;
    const base = permissionedProcedure("invoice:pay");
    base.input(inOrganization({ name: z.string() })).mutation(transact(rename));
    // @ts-expect-error a number for a text
    base.input(inOrganization({ name: z.number() })).mutation(transact(rename));
    // @ts-expect-error no name at all
    base.input(inOrganization({})).mutation(transact(rename));
    expect(rename).toBeDefined();
  });

  it("access that is declared anew, which would not be believed either", () => {
    const guarded = permissionedProcedure("invoice:pay");
    // @ts-expect-error access is no field of meta
    const restated = guarded.meta({ access: "public" });
    expect(accessOf(restated._def.meta)).toBe("invoice:pay");
    const limited = guarded.meta({ limit: "verifyEmail" });
    expect(accessOf(limited._def.meta)).toBe("invoice:pay");
    const symbols = Object.getOwnPropertySymbols(guarded._def.meta ?? {});
    expect(symbols, "the key is held by the guards alone").toHaveLength(1);
  });

  it("a limit that does not exist", () => {
    const meta: GateMeta = { limit: "verifyEmail" };
    expect(publicProcedure.meta(meta)).toBeDefined();
    // @ts-expect-error not in config.ts
    expect(publicProcedure.meta({ limit: "signup" })).toBeDefined();
    // @ts-expect-error a budget of guesses is no limit of traffic
    expect(publicProcedure.meta({ limit: "passwordByAccount" })).toBeDefined();
  });
});
