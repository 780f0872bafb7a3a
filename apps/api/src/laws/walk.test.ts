// Threat: a procedure that somebody adds without a guard, or one that quietly takes more than it says.
import { instancePermissions } from "@gatehouse/auth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { policy } from "../policy.ts";
import { callValid, type Scene } from "../testing/fixtures.ts";
import { openHouse } from "../testing/house.ts";
import { letRunInstallation } from "../testing/instance.ts";
import { errorOf } from "../testing/wire.ts";

/** Every procedure that anybody may call, and why. */
const PUBLIC: Readonly<Record<string, string>> = {
  "account.cancelEmailChange":
    "the link in the mail to the old address is the proof, and whoever lost the account has no session",
  "account.cancelFactorReset": "the link in the mail is the proof, and it may be opened in another browser",
  "account.confirmEmailChange": "the link in the mail is the proof, and it may be opened in another browser",
  "auth.completeMfa": "it is the second half of the way in, for the browser that carries the first",
  "auth.reportNotMe": "the link in the mail is the proof, and whoever was robbed may have no session",
  "auth.requestPasswordReset": "whoever forgot the password has no session; it answers alike for every address",
  "auth.resendVerification": "whoever waits for the link has no session yet; it answers alike for every address",
  "auth.resetPassword": "the link in the mail is the proof",
  "auth.signIn": "it is the way in",
  "auth.signUp": "whoever has no account yet has no session; it answers alike for every address",
  "auth.verifyEmail": "the link in the mail is the proof, and it may be opened in another browser",
  "instance.stopImpersonating":
    "the cookie of the own session, kept aside, is the proof, and once the time is over there is no other",
  "invitation.preview": "whoever was invited may have no account yet, and the link in the mail is the proof",
  "passkey.beginSignIn": "it is the way in, and asks for any passkey",
  "passkey.finishSignIn": "it is the way in",
  "session.current": "it answers null to whoever is not signed in, which is how a client finds that out",
};

/** What a role or a grant to run the installation may hold. */
const PERMISSIONS = [...Object.keys(policy.table), ...Object.keys(instancePermissions)];

const house = await openHouse();
const { procedures } = house;
const holders = new Set(procedures.map(({ access }) => access));
let scene: Scene;

beforeAll(async () => {
  const { organizationId, people } = await house.world.organization();
  scene = { house, organizationId, person: people[0] as Scene["person"] };
  await letRunInstallation(house, scene.person);
});
afterAll(house.close);

interface JsonSchema {
  readonly type?: string;
  readonly additionalProperties?: unknown;
  readonly [key: string]: unknown;
}

/** Every object in a schema, at any depth, that takes keys which it does not name. */
function openObjectsIn(schema: unknown): JsonSchema[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = schema as JsonSchema;
  const inner = Object.values(own).flatMap(openObjectsIn);
  return own.type === "object" && own.additionalProperties !== false ? [own, ...inner] : inner;
}

describe("the walk of the router", () => {
  it("finds the procedures of the house", () => {
    expect(procedures.map(({ path }) => path)).toEqual(expect.arrayContaining(["auth.signIn", "document.delete"]));
  });

  it("sees every permission of the policy used by a procedure", () => {
    const unused = PERMISSIONS.filter((permission) => !holders.has(permission));
    expect(unused, "used by no procedure, so that nobody can tell what it grants").toEqual([]);
  });

  it("finds the public procedures to be the allow-listed ones, each with a reason", () => {
    const open = procedures.filter(({ access }) => access === "public").map(({ path }) => path);
    expect(open).toEqual(Object.keys(PUBLIC).sort());
  });

  describe.each(procedures)("$path", (procedure) => {
    const { access, inputs } = procedure;
    const signedIn = access !== "public";

    it("declares its access through one of the builders", () => {
      expect(["public", "signed in", ...PERMISSIONS]).toContain(access);
    });

    it("takes exactly one input, strict at every depth", () => {
      expect(inputs).toHaveLength(1);
      const schema = z.toJSONSchema(inputs[0] as z.ZodType, { io: "input", unrepresentable: "any" });
      expect(openObjectsIn(schema)).toEqual([]);
    });

    it("accepts its own keys and refuses an unknown one as request.invalid", async () => {
      const refused = await callValid(procedure, scene, { signedIn, change: (input) => ({ ...input, unknownKey: 1 }) });
      expect(refused.status).toBe(400);
      expect(errorOf(refused)?.data).toMatchObject({
        appCode: "request.invalid",
        fieldErrors: { "": [expect.stringContaining("unknownKey")] },
      });
      // The only owner of an organization with members has to stay.
      const person = procedure.path === "account.delete" ? await house.world.signUp() : scene.person;
      const accepted = await callValid(procedure, { ...scene, person }, { signedIn });
      expect(accepted.status, accepted.text).toBe(200);
    });

    it.runIf(inputs[0]?.safeParse({}).success)(
      "demands nothing, so that it may be called without any input",
      async () => {
        const answer = await callValid(procedure, scene, { signedIn, change: () => undefined });
        expect(answer.status, answer.text).toBe(200);
      },
    );
  });
});
