import type { Migrations } from "@gatehouse/db";

/** The table of counters. */
export const limitsMigrations: Migrations = { package: "limits", folder: new URL("../migrations/", import.meta.url) };
