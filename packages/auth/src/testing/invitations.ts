import type { Actor } from "@gatehouse/kernel";
import type { Inviter } from "../organizations/inviting.ts";
import type { Person, World } from "./world.ts";

/** The actor of a person's session. */
export async function actorOf<P extends string>(world: World<P>, { token }: Pick<Person, "token">): Promise<Actor> {
  const { door } = await world.context(token);
  if (!door.actor) throw new Error("a person of this world is admitted");
  return door.actor;
}

/** Somebody who may invite, as the router hands them to the slice. */
export async function inviterIn<P extends string>(
  world: World<P>,
  person: Pick<Person, "token">,
  organizationId: string,
): Promise<Inviter> {
  const actor = await actorOf(world, person);
  return { actor, begin: (fn) => world.auth.db.tenantWork(world.request(), actor, organizationId, fn) };
}

/** Invites an address, and reads the link's token from the letter. */
export async function inviteByMail<P extends string>(
  world: World<P>,
  inviter: Inviter,
  { email, role }: { email: string; role: string },
): Promise<string> {
  await world.auth.invitations.create(inviter, { email, role });
  return (await world.mailTo(email, "/invitation")).token ?? "";
}

/** Accepts, as the router does. */
export async function accept<P extends string>(world: World<P>, person: Pick<Person, "token">, token: string) {
  const actor = await actorOf(world, person);
  return world.auth.db.userWork(world.request(), actor, (work) => world.auth.invitations.accept(work, { token }));
}
