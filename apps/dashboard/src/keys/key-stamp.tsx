import { Stamp } from "../ui/stamp.tsx";
import { keys as says } from "../words/keys.ts";
import { stateOf } from "./key-state.ts";
import type { ApiKey } from "./queries.ts";

/** Says of a key that it ended, or will soon; nothing of one that works. */
export function KeyStamp({ apiKey }: { readonly apiKey: ApiKey }) {
  const state = stateOf(apiKey, new Date());
  if (state === "works") return null;
  return <Stamp tone={state === "ended" ? "danger" : "copper"}>{says[state]}</Stamp>;
}
