import { z } from "zod";
import { IMPERSONATION } from "../config.ts";
import { refusal } from "../errors.ts";
import { idInput, noInput } from "../input.ts";
import { INSTANCE_PERMISSIONS } from "../instance/permissions.ts";
import { page, pageInput } from "../page.ts";
import { searchPage } from "../search.ts";
import type { Auth } from "../server.ts";
import type { Door } from "./door.ts";
import { router, transact } from "./guards.ts";
import type { OwnGuards } from "./routers.ts";

const MAX_MEMBERS = 1_000_000;

const person = z.strictObject({ userId: idInput });
const searchInput = z.strictObject(searchPage).default({});
const permissions = z.array(z.enum(INSTANCE_PERMISSIONS)).min(1).max(INSTANCE_PERMISSIONS.length);
const impersonationInput = z.strictObject({
  userId: idInput,
  reason: z.string().trim().min(IMPERSONATION.minReason).max(IMPERSONATION.maxReason),
  minutes: z.number().int().min(1).max(IMPERSONATION.maxMinutes).default(IMPERSONATION.minutes),
});

/** The session that a browser keeps aside meanwhile: nothing but a browser can. */
function ownSession({ session, isBearer }: Door): string {
  if (session === null || isBearer) throw refusal("token.browser_required");
  return session;
}

/** instance.*: running the installation. For whoever has no grant there is nothing here. */
export const createInstanceRouter = ({ instance }: Auth, { publicProcedure, instanceProcedure }: OwnGuards) =>
  router({
    users: instanceProcedure("instance:users").input(searchInput).query(transact(instance.people.list)),
    user: instanceProcedure("instance:users").input(person).query(transact(instance.people.get)),
    organizations: instanceProcedure("instance:organizations")
      .input(searchInput)
      .query(transact(instance.organizations.list)),
    organization: instanceProcedure("instance:organizations")
      .input(z.strictObject({ organizationId: idInput, ...page }))
      .query(transact(instance.organizations.get)),
    setMemberLimit: instanceProcedure("instance:organizations")
      .input(
        z.strictObject({ organizationId: idInput, memberLimit: z.number().int().min(1).max(MAX_MEMBERS).nullable() }),
      )
      .mutation(transact(instance.organizations.setMemberLimit)),
    grants: instanceProcedure("instance:grants").input(pageInput).query(transact(instance.grants.list)),
    grant: instanceProcedure("instance:grants")
      .input(z.strictObject({ userId: idInput, permissions }))
      .mutation(transact(instance.grants.grant)),
    revoke: instanceProcedure("instance:grants").input(person).mutation(transact(instance.grants.revoke)),
    disable: instanceProcedure("instance:disable").input(person).mutation(transact(instance.closing.disable)),
    enable: instanceProcedure("instance:disable").input(person).mutation(transact(instance.closing.enable)),
    signOut: instanceProcedure("instance:disable").input(person).mutation(transact(instance.closing.signOut)),
    events: instanceProcedure("instance:audit").input(pageInput).query(transact(instance.events)),
    impersonate: instanceProcedure("instance:impersonate")
      .input(impersonationInput)
      .mutation(async ({ ctx: { door, begin }, input }) => {
        const own = ownSession(door);
        const { token, until } = await begin((work) => instance.impersonation.begin(work, input, own));
        await door.setCookie("session", token);
        await door.setCookie("aside", own);
        return { status: "impersonating" as const, until: until.toISOString() };
      }),
    stopImpersonating: publicProcedure.input(noInput).mutation(async ({ ctx: { door } }) => {
      const { request, aside, actor, setCookie } = door;
      await instance.impersonation.end(request, aside, actor).catch(async (error: unknown) => {
        if (aside !== null) await setCookie("aside", null);
        throw error;
      });
      await setCookie("session", aside);
      return { status: "stopped" as const };
    }),
  });
