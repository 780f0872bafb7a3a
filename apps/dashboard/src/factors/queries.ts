import { type Answers, queryClient, trpc } from "../api/client.ts";
import { sessionOptions } from "../session/session.ts";
import { sessionListOptions } from "../sessions/queries.ts";

export type PasskeyView = Answers["passkey"]["list"]["items"][number];

/** A key that an authenticator app is to keep, and the same as an address for its camera. */
export type TotpKey = Answers["mfa"]["beginTotp"];

/** The second factors that the person has. */
export const factorStatusOptions = () => trpc.mfa.status.queryOptions();

/** The person's passkeys, newest first. Nobody has more than fit on a page. */
export const passkeyListOptions = () => trpc.passkey.list.queryOptions({ limit: 100 });

/** A factor changed: so did what is asked of the person, and the other sessions ended. */
export async function refreshFactors(): Promise<void> {
  const keys = [factorStatusOptions(), passkeyListOptions(), sessionOptions(), sessionListOptions()];
  await Promise.all(keys.map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })));
}
