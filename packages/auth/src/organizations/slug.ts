import { randomBytes } from "node:crypto";

const MAX_CHARACTERS = 40;

/** A name as it may stand in a URL: `Acme & Söhne` becomes `acme-sohne`. */
export function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_CHARACTERS)
    .replace(/^-+|-+$/g, "");
  return plain || "organization";
}

/** The same with a tail that nobody has, for a name that is taken. */
export const slugBeside = (slug: string): string => `${slug}-${randomBytes(3).toString("hex")}`;
