import { asApplication, signal, type Work } from "@gatehouse/db";
import { GATE } from "../config.ts";
import { epochs } from "./schema.ts";

/** The channel of the gate's signals. The trigger on memberships names it too. */
export const GATE_CHANNEL = "gatehouse_gate";

/** What can be ended: one session, one token of it (by its digest), every session of a person, or an API key. */
export type Ended =
  | { readonly session: string }
  | { readonly token: string }
  | { readonly user: string }
  | { readonly key: string };

/** One signal of the gate: something ended, or a person's access version rose. */
export type GateSignal =
  | { readonly ended: string; readonly at: number }
  | { readonly user: string; readonly version: number };

const subjectOf = (ended: Ended): string => {
  if ("session" in ended) return `session:${ended.session}`;
  if ("key" in ended) return `key:${ended.key}`;
  return "token" in ended ? `token:${ended.token}` : `user:${ended.user}`;
};

/** Writes the epoch and tells every instance, this one included, when the work commits. */
export function writeEpoch(work: Work, ended: Ended): Promise<void> {
  const subject = subjectOf(ended);
  return asApplication(work, async () => {
    await work.tx
      .insert(epochs)
      .values({ subject, at: work.now })
      .onConflictDoUpdate({ target: epochs.subject, set: { at: work.now } });
    await signal(work, GATE_CHANNEL, JSON.stringify({ ended: subject, at: work.now.getTime() } satisfies GateSignal));
  });
}

/** What ended within the time that any memory of it could still live. */
export const recentSince = (now: Date): Date => new Date(now.getTime() - GATE.epochSeconds * 1000);
