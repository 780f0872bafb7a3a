import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CHECKOUT } from "./api.ts";

const run = promisify(execFile);

/** Runs a command of the server's on the database of the journeys, beside their API, as `pnpm gatehouse ...` would. */
export async function gatehouse(...words: readonly string[]): Promise<string> {
  const env = {
    ...process.env,
    APP_ORIGIN: process.env.GATEHOUSE_E2E_ORIGIN,
    GATEHOUSE_DATA_DIR: process.env.GATEHOUSE_E2E_FOLDER,
  };
  const args = ["--conditions=@gatehouse/source", "apps/api/src/cli/main.ts", ...words];
  const { stdout } = await run(process.execPath, args, { cwd: CHECKOUT, env });
  return stdout;
}
