import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { BrowserContext } from "@playwright/test";
import type { Account } from "./fixtures.ts";

const CHECKOUT = resolve(import.meta.dirname, "../..");

/**
 * Signs a browser in so that its proof is old at once: by another instance of the same house, on the same database, where a proof
 * holds for a second. What the journeys' own instance says of freshness stays as it is.
 */
export async function signInStale(context: BrowserContext, { email, password }: Account): Promise<void> {
  const origin = process.env.GATEHOUSE_E2E_ORIGIN ?? "";
  const api = spawn(process.execPath, ["--conditions=@gatehouse/source", "apps/api/src/main.ts"], {
    cwd: CHECKOUT,
    env: {
      ...process.env,
      PORT: "0",
      APP_ORIGIN: origin,
      GATEHOUSE_DATA_DIR: process.env.GATEHOUSE_E2E_FOLDER ?? "",
      GATEHOUSE_LIMITS: "relaxed",
      GATEHOUSE_STEP_UP_SECONDS: "1",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = (await once(createInterface({ input: api.stdout }), "line")) as [string];
    const { url } = JSON.parse(line) as { url: string };
    const answer = await context.request.post(`${url.replace("127.0.0.1", "localhost")}/trpc/auth.signIn`, {
      data: { email, password },
      headers: { Origin: origin },
    });
    if (!answer.ok()) throw new Error(`auth.signIn: ${answer.status()} ${await answer.text()}`);
  } finally {
    api.kill("SIGTERM");
    await once(api, "exit");
  }
}
