import { compose } from "../compose.ts";
import { readEnv } from "../env.ts";
import { createLifetime } from "../lifetime.ts";
import { createLog } from "../log.ts";
import { readFileCommand } from "./audit.ts";
import { readCommand, usage } from "./commands.ts";

const WRONG_USE = 2;
const HELP = ["--help", "-h", "help"];

/** Runs one command beside whatever instances run: on the same database, by the same signals. */
async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (HELP.includes(args[0] ?? "")) {
    process.stdout.write(usage);
    return 0;
  }
  const onFile = readFileCommand(args);
  if (onFile) {
    process.stdout.write(`${(await onFile()).join("\n")}\n`);
    return 0;
  }
  const asked = readCommand(args);
  if (!asked) {
    process.stderr.write(usage);
    return WRONG_USE;
  }
  const log = createLog("warn");
  const lifetime = createLifetime((error) => log.error({ err: error }, "stop"));
  try {
    const { jobs, ...desk } = await compose(readEnv(), log, lifetime);
    // Mail joins a command's transaction, so the queue must know itself.
    await jobs.start();
    lifetime.onStop(jobs.stop);
    const lines = await asked.command.run(desk, asked.email);
    process.stdout.write(`${lines.join("\n")}\n`);
    return 0;
  } finally {
    await lifetime.end();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
