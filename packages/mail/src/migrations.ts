import type { Migrations } from "@gatehouse/db";

/** The table of the development mailbox. */
export const mailMigrations: Migrations = { package: "mail", folder: new URL("../migrations/", import.meta.url) };
