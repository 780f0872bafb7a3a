import type { BrowserContext } from "@playwright/test";
import { end, readyOf, startApi } from "./api.ts";
import type { Account } from "./fixtures.ts";

/**
 * Signs a browser in so that its proof is old at once: by another instance of the same house, on the same database, where a proof
 * holds for a second. What the journeys' own instance says of freshness stays as it is.
 */
export async function signInStale(context: BrowserContext, { email, password }: Account): Promise<void> {
  const origin = process.env.GATEHOUSE_E2E_ORIGIN ?? "";
  const api = startApi(process.env.GATEHOUSE_E2E_FOLDER ?? "", origin, { GATEHOUSE_STEP_UP_SECONDS: "1" });
  try {
    const { url } = await readyOf(api);
    const answer = await context.request.post(`${url.replace("127.0.0.1", "localhost")}/trpc/auth.signIn`, {
      data: { email, password },
      headers: { Origin: origin },
    });
    if (!answer.ok()) throw new Error(`auth.signIn: ${answer.status()} ${await answer.text()}`);
  } finally {
    await end(api);
  }
}
