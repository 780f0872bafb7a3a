import { randomBytes } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Key, parseKeys } from "@gatehouse/kernel/secrets";
import type { Env } from "./env.ts";

const FILE = "app-secret";

/** In development the secret is made once and kept in the data folder, readable by its owner alone. */
function keptSecret(dataDir: string): string {
  const path = join(dataDir, FILE);
  const draft = `${path}.${process.pid}`;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(draft, `1:${randomBytes(32).toString("base64")}\n`, { mode: 0o600 });
  try {
    // Whoever links first has made it; two processes that start at once agree.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  chmodSync(path, 0o600);
  return readFileSync(path, "utf8").trim();
}

/** The keys that encrypt secrets at rest. */
export const appKeys = ({ appSecret, dataDir }: Env): [Key, ...Key[]] => parseKeys(appSecret ?? keptSecret(dataDir));
