import { text } from "drizzle-orm/pg-core";
import { authSchema, instant } from "../pg-schema.ts";

export const epochs = authSchema.table("epochs", {
  subject: text().primaryKey(),
  at: instant("at").notNull(),
});
