import type { Work } from "@gatehouse/db";
import { sql } from "drizzle-orm";
import { users } from "./schema.ts";

/** Somebody, by name. */
export interface PersonName {
  readonly id: string;
  readonly name: string;
}

/** What people are called, as far as the work may see them. Whoever was erased has no name, and what is no person neither. */
export const namesOf = ({ tx }: Pick<Work, "tx">, ids: ReadonlySet<string>): Promise<PersonName[]> =>
  tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(sql`${users.id} = any(${sql.param([...ids])})`);
