import type { Migrations } from "@gatehouse/db";

/** The SQL of this app's own tables. */
export const apiMigrations: Migrations = { package: "api", folder: new URL("../migrations/", import.meta.url) };
