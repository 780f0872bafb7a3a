import type { BrowserContext } from "@playwright/test";
import { end, readyOf, startApi } from "./api.ts";
import type { Account } from "./fixtures.ts";

/**
 * Signs a browser in so that its proof is old at once: by another instance of the same house, on the same database, where a proof
 * holds for a second. What the journeys' own instance says of freshness stays as it is.
 *
 * @param recoveryCode the second half, for whoever has one
 */
export async function signInStale(
  context: BrowserContext,
  { email, password }: Account,
  recoveryCode?: string,
): Promise<void> {
  const origin = process.env.GATEHOUSE_E2E_ORIGIN ?? "";
  const api = startApi(process.env.GATEHOUSE_E2E_FOLDER ?? "", origin, { GATEHOUSE_STEP_UP_SECONDS: "1" });
  try {
    const { url } = await readyOf(api);
    const send = async (procedure: string, data: object) => {
      const address = `${url.replace("127.0.0.1", "localhost")}/trpc/${procedure}`;
      const answer = await context.request.post(address, { data, headers: { Origin: origin } });
      if (!answer.ok()) throw new Error(`${procedure}: ${answer.status()} ${await answer.text()}`);
    };
    await send("auth.signIn", { email, password });
    if (recoveryCode !== undefined) await send("auth.completeMfa", { method: "recoveryCode", code: recoveryCode });
  } finally {
    await end(api);
  }
}
