import { pgSchema, timestamp } from "drizzle-orm/pg-core";

/** The package owns its tables, so that a team that upgrades the package upgrades both. */
export const authSchema = pgSchema("auth");

/** An instant, as every table of this package stores it. */
export const instant = (name: string) => timestamp(name, { withTimezone: true });
