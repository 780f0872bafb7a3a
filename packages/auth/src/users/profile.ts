import type { UserWork } from "@gatehouse/db";
import { eq } from "drizzle-orm";
import type { Locale } from "../config.ts";
import { refusal } from "../errors.ts";
import { record } from "../events.ts";
import { users } from "./schema.ts";

/** What a person says of themselves; what is left out stays. */
export interface ProfileChange {
  readonly name?: string | undefined;
  readonly locale?: Locale | undefined;
}

export interface Profile {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
}

/** Changes the actor's name or language. The log says which, and never what: it cannot be erased. */
export async function updateProfile(work: UserWork, change: ProfileChange): Promise<Profile> {
  const { userId } = work.actor;
  const changed = Object.entries(change).filter(([, value]) => value !== undefined);
  const fields = changed.map(([field]) => field);
  const columns = { id: users.id, email: users.email, name: users.name, locale: users.locale };
  const mine = eq(users.id, userId);
  const [profile] =
    fields.length === 0
      ? await work.tx.select(columns).from(users).where(mine)
      : await work.tx.update(users).set(Object.fromEntries(changed)).where(mine).returning(columns);
  if (!profile) throw refusal("auth.session_required");
  if (fields.length > 0) await record(work, "account.profile_updated", { target: userId, detail: { fields } });
  return profile;
}
