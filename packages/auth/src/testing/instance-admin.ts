import { INSTANCE_PERMISSIONS, type InstancePermission } from "../instance/permissions.ts";
import { CODE_AMR } from "../mfa/codes.ts";
import { accountOf } from "../users/accounts.ts";
import { type Person, TOTP_SECRET, type World } from "./world.ts";

/**
 * A person who may run the installation, signed in with an authenticator app a moment ago.
 *
 * @param permissions what the grant holds; all of it by default
 */
export async function createInstanceAdmin<Permission extends string>(
  { auth, request, signUp }: World<Permission>,
  permissions: readonly InstancePermission[] = INSTANCE_PERMISSIONS,
): Promise<Person> {
  const person = await signUp("Ada Admin");
  const { userId } = person;
  const token = await auth.db.work(request(), async (work) => {
    await auth.totp.install(work, userId, TOTP_SECRET);
    await auth.instance.operator.grant(work, await accountOf(work, userId), permissions);
    return auth.sessions.start(work, { userId, amr: ["pwd", CODE_AMR] });
  });
  return { ...person, token };
}
