import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "@gatehouse/db/testing";

/**
 * One PostgreSQL for the whole run: the one of DATABASE_URL, else an embedded one that lives and dies with the run.
 * The tests find its superuser's URL in GATEHOUSE_TEST_DATABASE_URL, and never the application's own variables.
 */
export default async function startServer(): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  delete process.env.DATABASE_URL;
  if (given) {
    process.env.GATEHOUSE_TEST_DATABASE_URL = given;
    return async () => {};
  }
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-test-"));
  // root's server runs as another user: a folder closed to that user would send the data elsewhere, where nobody removes them
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres({ dataDir: folder, fsync: false });
  process.env.GATEHOUSE_TEST_DATABASE_URL = server.url;
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
