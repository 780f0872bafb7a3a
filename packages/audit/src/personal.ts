import { asApplication, type Work } from "@gatehouse/db";
import { sql } from "drizzle-orm";
import { INSTALLATION } from "./chain.ts";
import { record } from "./events.ts";
import { keepFromSealing } from "./seal.ts";

/**
 * Empties the address, the browser and whatever names the person in everything that the person did, in whatever organization, and in
 * what was done about them by nobody whom the gate knew. What was done stays, under an id that leads to nobody. Each chain says so, or its
 * verification would ask who emptied it.
 *
 * @see GDPR art. 17
 */
export async function erasePerson(work: Work, userId: string): Promise<void> {
  await asApplication(work, async () => {
    await keepFromSealing(work);
    const touched = await work.tx.execute<{ chain: string }>(sql`select audit.erase_person(${userId}) as chain`);
    for (const { chain } of touched) {
      const organizationId = chain === INSTALLATION ? null : chain;
      await record(work, "audit.person_erased", { organizationId, actorId: null, target: userId });
    }
  });
}
