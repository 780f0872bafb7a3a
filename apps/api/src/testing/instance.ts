import { instancePermissions } from "@gatehouse/auth";
import { createInstanceAdmin, type Person } from "@gatehouse/auth/testing";
import type { House } from "./house.ts";
import type { Jar } from "./jar.ts";
import type { Procedure } from "./procedures.ts";

/** Whether a procedure is there for nobody but whoever runs the installation. */
export const isOfInstallation = ({ access }: Pick<Procedure, "access">): boolean =>
  Object.hasOwn(instancePermissions, access ?? "");

/** Gives a person all that runs the installation, and not to this person alone: whoever is the last may not leave. */
export async function letRunInstallation({ world }: House, { email }: Pick<Person, "email">): Promise<void> {
  await createInstanceAdmin(world);
  await world.auth.db.work(world.request(), async (work) => {
    const account = await world.auth.accounts.find(work, email);
    if (account) await world.auth.instance.operator.grant(work, account);
  });
}

/** Makes the browser one of somebody who runs the installation and acts as this person. @returns who that is */
export async function actAs(house: House, jar: Jar, { userId }: Pick<Person, "userId">): Promise<Person> {
  const admin = await createInstanceAdmin(house.world);
  jar.cookies.set("gatehouse_session", admin.token);
  const answer = await jar.call(house, "instance.impersonate", { userId, reason: "It is needed for a test." });
  if (answer.status !== 200) throw new Error(`a fixture was refused: ${answer.text}`);
  return admin;
}
